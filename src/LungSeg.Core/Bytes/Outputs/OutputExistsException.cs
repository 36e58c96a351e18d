namespace LungSeg.Core.Bytes.Outputs;

/// <summary>An output exists and may not be replaced.</summary>
public sealed class OutputExistsException : IOException
{
    /// <summary>An output exists.</summary>
    /// <param name="path">The file or folder.</param>
    public OutputExistsException(string path)
        : base($"{path} exists and may not be replaced") { }

    /// <summary>What would help.</summary>
    public RequestHint Hint { get; } = new(RequestParameter.Overwrite);
}
