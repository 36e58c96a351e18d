using System.Runtime.InteropServices;
using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Editing;

namespace LungSeg.Core.Datasets;

/// <summary>Computes the new values of a row, float64 [row, col] in C order.</summary>
/// <param name="sample">The row.</param>
/// <param name="values">Receives the values.</param>
internal delegate void RowValues(CtSample sample, Span<double> values);

/// <summary>Encodes the new values of an input's arrays in the layout of its file.</summary>
/// <param name="input">The input.</param>
/// <param name="make">Computes the values of a row.</param>
/// <param name="jobs">Threads.</param>
internal sealed class ContentMaker(DatasetInput input, RowValues make, int jobs) : IDisposable
{
    private readonly Dictionary<StackContent, InterleavedStack> _stacks = new(ReferenceEqualityComparer.Instance);

    /// <summary>Threads to work on.</summary>
    public int Jobs => jobs;

    /// <summary>Computes in advance the content that cannot be computed part by part.</summary>
    /// <exception cref="IOException">A temporary file cannot be written.</exception>
    public void Prepare(EditContent? content)
    {
        if (content is StackContent { IsInterleaved: true } stack)
        {
            _stacks.Add(stack, InterleavedStack.Make(stack, Fill, jobs));
        }
    }

    /// <summary>Fills <paramref name="destination"/> with a part of the values. Called from several threads.</summary>
    /// <exception cref="DatasetFormatException">A value does not fit the dtype.</exception>
    public void Fill(ContentPart part, Span<byte> destination)
    {
        if (part.Content is StackContent stack)
        {
            _stacks[stack].Read(part.First, destination);
        }
        else
        {
            Fill((ArrayContent)part.Content, destination);
        }
    }

    public void Dispose()
    {
        foreach (var stack in _stacks.Values)
        {
            stack.Dispose();
        }
    }

    private void Fill(ArrayContent content, Span<byte> destination)
    {
        if (content.IsOriginal)
        {
            Copy(content.Layout, destination);
            return;
        }

        if (content.Layout.Count > int.MaxValue / sizeof(double))
        {
            throw FormatError.TooLarge(input.Source.Name, "number of pixels", content.Layout.Count, int.MaxValue / sizeof(double));
        }
        using var sample = new DatasetRow(input, content.Row).Load();
        using var buffer = PixelBufferPool.Shared.Rent((int)content.Layout.Count * sizeof(double));
        var values = MemoryMarshal.Cast<byte, double>(buffer.Span);
        make(sample, values);
        if (!ArrayEncoder.TryEncode(values, content.Layout, destination))
        {
            throw FormatError.Unsupported(
                input.Source.Name,
                $"new values of row {input.Stem}:{content.Row} do not fit its dtype {content.Layout.DType.Name}"
            );
        }
    }

    private void Copy(ArrayInfo array, Span<byte> destination)
    {
        using var plain = PixelBufferPool.Shared.Rent(destination.Length);
        ArrayReader.ReadStored(array.UnpackedSource ?? input.Source, array, plain.Span);
        ArrayEncoder.Arrange(plain.Span, array, destination);
    }
}
