namespace LungSeg.Cli.Completion;

/// <summary>A candidate for the word at the cursor.</summary>
/// <param name="Word">The whole word; empty where the shell completes paths.</param>
/// <param name="Description">Description in one line; for paths <c>files</c> or <c>folders</c>.</param>
internal readonly record struct Candidate(string Word, string Description)
{
    /// <summary>Paths of files, as the shell completes them.</summary>
    public static Candidate Files { get; } = new(string.Empty, "files");

    /// <summary>Paths of folders, as the shell completes them.</summary>
    public static Candidate Folders { get; } = new(string.Empty, "folders");

    /// <summary>Words without description.</summary>
    public static IEnumerable<Candidate> FromWords(IEnumerable<string> words) => words.Select(word => new Candidate(word, string.Empty));
}
