namespace LungSeg.Core.Conversion.Runs;

/// <summary>Writes a data set in one format. Holds no state: all of a run is in <see cref="ExportRun"/>.</summary>
internal interface IDatasetExport
{
    /// <summary>Name in <c>--to</c>.</summary>
    string Name { get; }

    /// <summary>One line for help and docs: what it writes.</summary>
    string Summary { get; }

    /// <summary>What the format can do, for options to be checked against before anything is read.</summary>
    ExportTraits Traits { get; }

    /// <summary>Why this build of the program cannot write the format; null where it can.</summary>
    string? Missing => null;

    bool CanVerify => this is IVerifiedExport;

    /// <summary>Writes all rows of the run.</summary>
    /// <exception cref="Bytes.DatasetFormatException">A row cannot be written in this format, or cannot be read.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    void Write(ExportRun run);
}
