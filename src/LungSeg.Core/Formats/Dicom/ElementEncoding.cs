namespace LungSeg.Core.Formats.Dicom;

/// <summary>How the elements of a data set are written.</summary>
/// <param name="IsExplicit">Whether each element says its VR.</param>
/// <param name="IsBigEndian">Whether numbers have their highest byte first.</param>
internal readonly record struct ElementEncoding(bool IsExplicit, bool IsBigEndian)
{
    public static ElementEncoding ImplicitLittle { get; } = new(false, false);

    public static ElementEncoding ExplicitLittle { get; } = new(true, false);

    public static ElementEncoding ExplicitBig { get; } = new(true, true);
}
