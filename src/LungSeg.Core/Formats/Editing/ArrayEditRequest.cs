namespace LungSeg.Core.Formats.Editing;

/// <summary>Which arrays of a file get new values.</summary>
/// <param name="Column">Column whose arrays are replaced.</param>
/// <param name="Basis">Column from which the new values are made: rows that share a basis get the same values.</param>
/// <param name="Changes">Whether a row's array is replaced.</param>
internal sealed record ArrayEditRequest(string Column, string Basis, Func<long, bool> Changes);
