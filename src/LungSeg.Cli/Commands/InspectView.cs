namespace LungSeg.Cli.Commands;

/// <summary>How <c>inspect</c> shows what it found.</summary>
internal enum InspectView
{
    Table,
    Json,
    JsonLines,
    Globals,
    GlobalsJson,
    Picture,
}
