namespace LungSeg.Cli.Completion;

/// <summary>Something that the word at the cursor can become.</summary>
/// <param name="Word">The whole word; empty where the shell is to offer paths.</param>
/// <param name="Description">What it is, in one line; for paths, which.</param>
internal readonly record struct Candidate(string Word, string Description)
{
    /// <summary>Paths of files, as the shell completes them.</summary>
    public static Candidate Files { get; } = new(string.Empty, "files");

    /// <summary>Paths of folders, as the shell completes them.</summary>
    public static Candidate Folders { get; } = new(string.Empty, "folders");

    /// <summary>Words without description.</summary>
    public static IEnumerable<Candidate> FromWords(IEnumerable<string> words) => words.Select(word => new Candidate(word, string.Empty));
}
