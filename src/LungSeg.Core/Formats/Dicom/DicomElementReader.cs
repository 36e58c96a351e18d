using System.Buffers.Binary;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Reads the elements of a data set in the order of the file, including those in sequences, without recursion.</summary>
/// <remarks>Values that are not taken are skipped without reading them.</remarks>
internal sealed class DicomElementReader : IDisposable
{
    /// <summary>Length of an element that ends with a delimiter.</summary>
    public const long UndefinedLength = -1;

    private const int DeepestNesting = 64;
    private const uint Undefined = 0xFFFFFFFF;
    private readonly WindowedCursor _cursor;
    private readonly List<ElementLevel> _levels = [];
    private long _unread;

    public DicomElementReader(IByteSource source, long start, ElementEncoding encoding)
    {
        _cursor = new WindowedCursor(source);
        _cursor.Skip(start, "the file meta information");
        _levels.Add(new ElementLevel(default, IsSequence: false, End: source.Length, encoding));
    }

    public ElementKind Kind { get; private set; }

    public DicomTag Tag { get; private set; }

    /// <summary>Offset of the element.</summary>
    public long Offset { get; private set; }

    /// <summary>Offset of its value.</summary>
    public long ValueOffset { get; private set; }

    /// <summary>Bytes of its value, within the file; <see cref="UndefinedLength"/> for pixels in fragments.</summary>
    public long Length { get; private set; }

    /// <summary>Its VR: two letters as one number; 0 in an implicit encoding.</summary>
    public ushort Vr { get; private set; }

    /// <summary>Encoding of the element.</summary>
    public ElementEncoding Encoding => _levels[^1].Encoding;

    /// <summary>Number of sequences around it.</summary>
    public int Depth { get; private set; }

    /// <summary>The outermost sequence around it.</summary>
    public DicomTag Outermost => Depth == 0 ? default : _levels[1].Tag;

    /// <summary>Reads the next element; false at the end of the data set.</summary>
    /// <exception cref="DatasetFormatException">The bytes are not elements, or end early.</exception>
    public bool Read()
    {
        if (_unread > 0)
        {
            _cursor.Skip(_unread, "the value of an element");
        }
        _unread = 0;
        var level = _levels[^1];
        Offset = _cursor.Offset;
        if (level.End >= 0 && Offset >= level.End)
        {
            return _levels.Count > 1 && Leave(level);
        }
        Tag = ReadTag(level.Encoding);
        if (level.IsSequence)
        {
            ReadItem(level);
        }
        else if (Tag.Group == DicomTags.Item.Group)
        {
            ReadItemEnd(level);
        }
        else
        {
            ReadElement(level);
        }
        return true;
    }

    /// <summary>The value of the element, valid until the next read.</summary>
    /// <param name="maximum">Maximum length of the attribute in bytes.</param>
    /// <exception cref="DatasetFormatException">The value is longer (<see cref="Fault.TooLarge"/>), or in fragments.</exception>
    public ReadOnlySpan<byte> TakeValue(int maximum)
    {
        if (Length < 0)
        {
            throw FormatError.Corrupt(Name(Tag), Offset, "it is in fragments, as pixels alone are");
        }
        if (Length > maximum)
        {
            throw FormatError.TooLarge(Name(Tag), Offset, "its length in bytes", Length, maximum);
        }
        _unread = 0;
        return _cursor.Take((int)Length, "the value of an element");
    }

    /// <summary>Skips the sequence that has just begun.</summary>
    public void SkipSequence()
    {
        var depth = Depth;
        if (_levels[^1].End is var end and >= 0)
        {
            _cursor.Skip(end - _cursor.Offset, "a sequence");
            Leave(_levels[^1]);
            return;
        }

        do
        {
            Read();
        } while (Depth >= depth);
    }

    public void Dispose() => _cursor.Dispose();

    private bool Leave(ElementLevel level)
    {
        _levels.RemoveAt(_levels.Count - 1);
        Depth -= level.IsSequence ? 1 : 0;
        Tag = level.Tag;
        Kind = level.IsSequence ? ElementKind.SequenceEnd : ElementKind.ItemEnd;
        return true;
    }

    private void Enter(ElementLevel level, ElementKind kind)
    {
        if (_levels.Count >= DeepestNesting)
        {
            throw FormatError.TooLarge(Name(level.Tag), Offset, "depth of nested sequences", _levels.Count, DeepestNesting - 1);
        }
        _levels.Add(level);
        Depth += level.IsSequence ? 1 : 0;
        Kind = kind;
    }

    private void ReadItem(ElementLevel level)
    {
        var length = ReadUInt32(level.Encoding);
        if (Tag == DicomTags.Item)
        {
            Enter(new ElementLevel(level.Tag, IsSequence: false, FindEnd(length), level.Encoding), ElementKind.ItemStart);
        }
        else if (Tag == DicomTags.SequenceDelimitation && level.End < 0)
        {
            Leave(level);
        }
        else
        {
            throw FormatError.Mismatch(Name(level.Tag), Offset, "what stands in a sequence", Tag.ToString(), $"an item {DicomTags.Item}");
        }
    }

    private void ReadItemEnd(ElementLevel level)
    {
        var length = ReadUInt32(level.Encoding);
        if (Tag == DicomTags.ItemDelimitation && level.End < 0)
        {
            Leave(level);
            return;
        }

        // A delimiter of what needs none, as some writers put behind items of known length, holds nothing.
        (Kind, Length) =
            Tag != DicomTags.Item && length == 0
                ? (ElementKind.Element, 0)
                : throw FormatError.Corrupt(Name(level.Tag), Offset, $"{Tag} stands where an element is expected");
    }

    private void ReadElement(ElementLevel level)
    {
        var length = ReadLength(level.Encoding);
        ValueOffset = _cursor.Offset;
        Kind = ElementKind.Element;
        var isPixels = Tag == DicomTags.PixelData || (length == Undefined && Vr is ElementVr.OB or ElementVr.OW);
        if (length == Undefined && isPixels)
        {
            Length = UndefinedLength;
            if (Depth > 0)
            {
                SkipFragments(level.Encoding);
            }
            return;
        }

        // The content of a sequence with VR UN and undefined length is implicit little endian (PS3.5 6.2.2 note 2).
        var inner = Vr == ElementVr.UN ? ElementEncoding.ImplicitLittle : level.Encoding;
        if (Vr == ElementVr.SQ || length == Undefined || (!level.Encoding.IsExplicit && ElementVr.IsSequence(Tag)))
        {
            Enter(new ElementLevel(Tag, IsSequence: true, FindEnd(length), inner), ElementKind.SequenceStart);
        }
        else
        {
            _unread = Length = FindEnd(length) - _cursor.Offset;
        }
    }

    /// <summary>Checks that a length stays within the enclosing item, and returns the end; negative where a delimiter ends it.</summary>
    private long FindEnd(uint length)
    {
        if (length == Undefined)
        {
            return UndefinedLength;
        }
        var left = _cursor.Remaining;
        foreach (var level in _levels)
        {
            if (level.End >= 0 && level.End - _cursor.Offset < left)
            {
                left = Math.Max(0, level.End - _cursor.Offset);
            }
        }

        if (length > left)
        {
            throw left == _cursor.Remaining
                ? FormatError.Truncated(Name(Tag), Offset, "its value", length, left)
                : FormatError.Corrupt(
                    Name(Tag),
                    Offset,
                    $"its value of {length} bytes does not end before the item that holds it, which has {left} left"
                );
        }
        return _cursor.Offset + length;
    }

    private uint ReadLength(ElementEncoding encoding)
    {
        Vr = 0;
        if (!encoding.IsExplicit)
        {
            return ReadUInt32(encoding);
        }
        Require(4);
        Vr = BinaryPrimitives.ReadUInt16BigEndian(_cursor.Take(2, "the VR of an element"));
        if (!ElementVr.IsValid(Vr))
        {
            throw FormatError.Corrupt(Name(Tag), Offset, $"its VR is 0x{Vr:X4}, which is not two capital letters");
        }
        if (ElementVr.IsShort(Vr))
        {
            return ReadUInt16(encoding);
        }
        _cursor.Skip(2, "the length of an element");
        return ReadUInt32(encoding);
    }

    private void SkipFragments(ElementEncoding encoding)
    {
        while (true)
        {
            var at = _cursor.Offset;
            var tag = ReadTag(encoding);
            var length = ReadUInt32(encoding);
            if (tag == DicomTags.SequenceDelimitation)
            {
                return;
            }
            if (tag != DicomTags.Item)
            {
                throw FormatError.Mismatch(Name(Tag), at, "what stands among fragments", tag.ToString(), $"an item {DicomTags.Item}");
            }
            _cursor.Skip(length, "a fragment of pixels");
        }
    }

    private DicomTag ReadTag(ElementEncoding encoding)
    {
        var bytes = _cursor.Take(4, "the tag of an element");
        return encoding.IsBigEndian
            ? new DicomTag(BinaryPrimitives.ReadUInt16BigEndian(bytes), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]))
            : new DicomTag(BinaryPrimitives.ReadUInt16LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]));
    }

    private uint ReadUInt16(ElementEncoding encoding)
    {
        var bytes = _cursor.Take(2, "the length of an element");
        return encoding.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    private uint ReadUInt32(ElementEncoding encoding)
    {
        Require(4);
        var bytes = _cursor.Take(4, "the length of an element");
        return encoding.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Checks that the header of an element is complete. The error names the element, unlike that of the cursor.</summary>
    private void Require(int count)
    {
        if (_cursor.Remaining < count)
        {
            throw FormatError.Truncated(Name(Tag), Offset, "the head of an element", count, _cursor.Remaining);
        }
    }

    private SourceName Name(DicomTag tag) => _cursor.Name with { Entry = tag.ToString() };
}
