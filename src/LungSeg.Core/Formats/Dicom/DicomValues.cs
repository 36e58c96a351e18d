using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using LungSeg.Core.Bytes;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Dicom;

/// <summary>Stored values of attributes of a data set or of a functional group.</summary>
/// <param name="source">Name in messages.</param>
/// <param name="dataSet">The data set around a functional group, which has the character set; null for the data set itself.</param>
internal sealed class DicomValues(SourceName source, DicomValues? dataSet = null)
{
    private readonly Dictionary<DicomTag, Value> _values = [];
    private readonly List<MalformedValue> _malformed = [];

    /// <summary>Optional values that were taken as missing, since they are not what they must be.</summary>
    public IReadOnlyList<MalformedValue> Malformed => _malformed;

    /// <summary>Whether the attribute is there with a value.</summary>
    public bool Has(DicomTag tag) => _values.TryGetValue(tag, out var value) && value.Bytes.Length > 0;

    /// <summary>Stores a value. Where an attribute occurs twice, the first value is kept.</summary>
    public void Add(DicomTag tag, long offset, ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        _values.TryAdd(tag, new Value(offset, bytes.ToArray(), isBigEndian));

    /// <summary>Text without the padding at its ends, or null.</summary>
    public string? Text(DicomTag tag)
    {
        if (!_values.TryGetValue(tag, out var value))
        {
            return null;
        }
        var encoding = tag == DicomTags.SpecificCharacterSet || Ascii.IsValid(value.Bytes) ? Encoding.Latin1 : CharacterSetOfText.Encoding;
        var text = encoding.GetString(value.Bytes).Trim(' ', '\0');
        return text.Length == 0 ? null : text;
    }

    /// <summary>Whether a text is missing or decoded correctly.</summary>
    public bool Decodes(DicomTag tag) => !_values.TryGetValue(tag, out var value) || CharacterSetOfText.Decodes(value.Bytes);

    /// <summary>Texts of an attribute with several values.</summary>
    public string[] Texts(DicomTag tag) => Text(tag)?.Split('\\', StringSplitOptions.TrimEntries) ?? [];

    /// <summary>An unsigned 16-bit number, or null.</summary>
    /// <exception cref="DatasetFormatException">The value does not have two bytes.</exception>
    public int? UInt16(DicomTag tag)
    {
        if (!Has(tag))
        {
            return null;
        }
        var (offset, bytes, isBigEndian) = _values[tag];
        if (bytes.Length != 2)
        {
            throw FormatError.Mismatch(
                GetName(tag),
                offset,
                "its length in bytes",
                bytes.Length.ToString(CultureInfo.InvariantCulture),
                "2"
            );
        }
        return isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    /// <summary>An integer written as text, or null.</summary>
    /// <exception cref="DatasetFormatException">The value is not an integer.</exception>
    public int? Integer(DicomTag tag)
    {
        if (Text(tag) is not { } text)
        {
            return null;
        }
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw NoNumber(tag, text);
    }

    /// <summary>A number written as text, or null.</summary>
    /// <exception cref="DatasetFormatException">The value is not a finite number.</exception>
    public double? Number(DicomTag tag) => Text(tag) is { } text ? Parse(tag, text) : null;

    /// <summary>
    /// Numbers of an attribute that is not needed: null, and noted, where it does not hold <paramref name="count"/> numbers.
    /// </summary>
    public double[]? OptionalNumbers(DicomTag tag, int count)
    {
        var texts = Texts(tag);
        if (texts.Length == 0)
        {
            return null;
        }
        var numbers = SlicePlace.ParseNumbers(string.Join('\\', texts), count);
        return numbers ?? Note(tag, count == 1 ? "a number" : string.Create(CultureInfo.InvariantCulture, $"{count} numbers"));
    }

    /// <summary>An integer that is not needed: null, and noted, where it is none.</summary>
    public int? OptionalInteger(DicomTag tag)
    {
        if (Text(tag) is not { } text)
        {
            return null;
        }
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        Note(tag, "an integer");
        return null;
    }

    /// <summary>Name of an attribute in messages.</summary>
    public SourceName GetName(DicomTag tag) => source with { Entry = tag.ToString() };

    /// <summary>Offset of an attribute; null where it is missing.</summary>
    public long? GetOffset(DicomTag tag) => _values.TryGetValue(tag, out var value) ? value.Offset : null;

    private double[]? Note(DicomTag tag, string expected)
    {
        var malformed = (dataSet ?? this)._malformed;
        if (!malformed.Exists(value => value.Tag == tag))
        {
            malformed.Add(new MalformedValue(tag, Text(tag)!, expected));
        }
        return null;
    }

    private CharacterSet CharacterSetOfText => CharacterSet.Parse((dataSet ?? this).Text(DicomTags.SpecificCharacterSet));

    private double Parse(DicomTag tag, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw NoNumber(tag, text);

    private DatasetFormatException NoNumber(DicomTag tag, string text) =>
        FormatError.Mismatch(GetName(tag), GetOffset(tag), "its value", $"'{PrintableText.Escape(text, 40)}'", "a number");

    private readonly record struct Value(long Offset, byte[] Bytes, bool IsBigEndian);
}
