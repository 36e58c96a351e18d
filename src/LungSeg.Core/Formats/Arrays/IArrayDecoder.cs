using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>
/// Computes the values of an array that the file holds in another form: compressed pixels, stored values with a slope, outlines.
/// </summary>
/// <remarks>Called by several threads at once.</remarks>
internal interface IArrayDecoder
{
    /// <summary>Fills <paramref name="destination"/>, which takes exactly the array's bytes, in C order and native byte order.</summary>
    /// <param name="source">The input's own source; empty where the input is a folder, whose decoders open their files themselves.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="DatasetFormatException">The bytes are damaged, or the file has changed since it was indexed.</exception>
    /// <exception cref="IOException">A file of the folder is gone.</exception>
    void Decode(IByteSource source, Span<byte> destination);
}

/// <summary>Computes the values of an array that is written as Python objects, such as a nested list.</summary>
internal interface IObjectNumbers : IArrayDecoder;
