namespace LungSeg.Cli.Output.Validation;

/// <summary>Formats of findings.</summary>
internal enum ReportFormat
{
    Text,
    Json,
    Junit,
    Sarif,
    Github,
    Markdown,
}
