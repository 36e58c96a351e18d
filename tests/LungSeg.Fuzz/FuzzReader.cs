namespace LungSeg.Fuzz;

/// <summary>A reader under attack.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Suffix">How the names of its inputs end.</param>
/// <param name="Seeds">Whole inputs to start from.</param>
/// <param name="Run">Reads an input with all that it holds; the second argument counts the cases. Throws
/// <see cref="Core.Bytes.DatasetFormatException"/> for a bad one and nothing else.</param>
internal sealed record FuzzReader(string Name, string Suffix, IReadOnlyList<FuzzSeed> Seeds, Action<string, long> Run);
