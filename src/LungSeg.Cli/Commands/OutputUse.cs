namespace LungSeg.Cli.Commands;

/// <summary>What <c>-o</c> means when shards are joined.</summary>
internal enum OutputUse
{
    /// <summary>The whole is printed.</summary>
    None,

    /// <summary>A file may be written besides.</summary>
    Optional,

    /// <summary>The whole is a file or folder.</summary>
    Needed,
}
