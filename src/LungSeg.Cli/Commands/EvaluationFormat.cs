namespace LungSeg.Cli.Commands;

/// <summary>How a judgement is printed.</summary>
internal enum EvaluationFormat
{
    /// <summary>Tables for people.</summary>
    Table,

    /// <summary>One document.</summary>
    Json,

    /// <summary>One line a row and model.</summary>
    Csv,

    /// <summary>Tables for papers and step summaries.</summary>
    Markdown,
}

/// <summary>Whose numbers are printed.</summary>
internal enum EvaluationCompat
{
    /// <summary>Ours.</summary>
    None,

    /// <summary>Those of the data set's authors.</summary>
    Authors,

    /// <summary>Those of nnU-Net.</summary>
    NnUnet,
}
