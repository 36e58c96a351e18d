using System.Globalization;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>The tag of an attribute.</summary>
internal readonly record struct DicomTag(ushort Group, ushort Element)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Group:X4},{Element:X4})");
}
