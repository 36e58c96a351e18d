namespace LungSeg.Core.Bytes.Outputs;

/// <summary>Thrown where an output exists and may not be replaced.</summary>
public sealed class OutputExistsException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The output.</param>
    public OutputExistsException(string path)
        : base($"{path} exists and may not be replaced") { }

    /// <summary>The parameter that would help.</summary>
    public RequestHint Hint { get; } = new(RequestParameter.Overwrite);
}
