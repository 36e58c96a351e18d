namespace LungSeg.Core.Conversion.Runs;

/// <summary>A format whose files can be read back and compared with the rows they were made from.</summary>
internal interface IVerifiedExport : IDatasetExport
{
    /// <summary>Reads what <see cref="IDatasetExport.Write"/> wrote and compares it with the input, read anew.</summary>
    /// <exception cref="Bytes.DatasetFormatException">Something differs, or cannot be read.</exception>
    void Verify(ExportRun run);
}
