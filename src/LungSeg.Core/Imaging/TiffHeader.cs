using LungSeg.Core.Model;

namespace LungSeg.Core.Imaging;

/// <summary>What the directory of a TIFF says of its one picture.</summary>
internal sealed record TiffHeader
{
    public required SliceSize Size { get; init; }

    /// <summary>numpy's kind of the samples: u, i or f.</summary>
    public required char Kind { get; init; }

    /// <summary>Bytes of a sample.</summary>
    public required int SampleBytes { get; init; }

    public required bool IsBigEndian { get; init; }

    public required int Compression { get; init; }

    public required int Predictor { get; init; }

    public required int RowsPerStrip { get; init; }

    /// <summary>First byte and length of each strip.</summary>
    public required IReadOnlyList<(long Offset, long Length)> Strips { get; init; }

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => Size.Width * SampleBytes;
}
