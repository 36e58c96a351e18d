namespace LungSeg.Cli.Output.Validation;

/// <summary>How findings are written.</summary>
internal enum ReportFormat
{
    Text,
    Json,
    Junit,
    Sarif,
    Github,
    Markdown,
}
