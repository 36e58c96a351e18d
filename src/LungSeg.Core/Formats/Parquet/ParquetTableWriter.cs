using System.IO.Compression;
using LungSeg.Core.Bytes;
using Parquet;
using Parquet.Schema;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>
/// Writes a Parquet table row after row. A row group ends when its values reach a size, so memory does not grow with the number of rows.
/// </summary>
internal sealed class ParquetTableWriter : IDisposable
{
    /// <summary>Size of values, bytes, at which a row group ends.</summary>
    public const long GroupBytes = 4 << 20;

    private const int PoolBytes = 4 << 20;
    private readonly IReadOnlyList<ParquetColumn> _columns;
    private readonly ParquetWriter _writer;
    private long _bytes;
    private int _rows;
    private bool _isEnded;

    /// <summary>How tables are written; reading them keeps as little memory.</summary>
    public static ParquetOptions Options { get; } =
        new()
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = CompressionLevel.Optimal,
            MaximumSmallPoolFreeBytes = PoolBytes,
            MaximumLargePoolFreeBytes = PoolBytes,
        };

    private ParquetTableWriter(IReadOnlyList<ParquetColumn> columns, ParquetWriter writer) => (_columns, _writer) = (columns, writer);

    /// <summary>Starts a table.</summary>
    /// <param name="stream">The stream to write to. It must be able to seek, and is left open.</param>
    /// <param name="columns">The columns; each gets one value a row.</param>
    /// <param name="metadata">Texts about the table as a whole.</param>
    public static ParquetTableWriter Create(
        Stream stream,
        IReadOnlyList<ParquetColumn> columns,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        var writer = ParquetWriter
            .CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), new BlockingStream(stream), Options)
            .GetAwaiter()
            .GetResult();
        writer.CustomMetadata = metadata;
        return new ParquetTableWriter(columns, writer);
    }

    /// <summary>Ends a row, after each column got its value.</summary>
    /// <param name="bytes">Approximate size of the values.</param>
    public void EndRow(long bytes)
    {
        _bytes += bytes;
        _rows++;
        if (_bytes >= GroupBytes)
        {
            Flush();
        }
    }

    /// <summary>Writes the last rows and the footer.</summary>
    public void Finish()
    {
        if (_rows > 0)
        {
            Flush();
        }
        Dispose();
    }

    public void Dispose()
    {
        // The library writes a footer each time it is disposed, and a second one counts every row twice.
        if (_isEnded)
        {
            return;
        }
        _isEnded = true;
        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void Flush()
    {
        using var group = _writer.CreateRowGroup();
        foreach (var column in _columns)
        {
            column.FlushAsync(group).GetAwaiter().GetResult();
            LargeMemory.ReleaseShared(_bytes / Math.Max(1, _rows));
        }
        (_bytes, _rows) = (0, 0);
    }
}
