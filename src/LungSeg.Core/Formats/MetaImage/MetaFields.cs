using System.Globalization;
using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Formats.MetaImage;

/// <summary>
/// The lines <c>Name = value</c> at the start of a MetaImage file, up to <c>ElementDataFile</c>, which is always the last.
/// </summary>
internal sealed class MetaFields
{
    /// <summary>Name of the last field.</summary>
    public const string DataFile = "ElementDataFile";

    /// <summary>Maximum length of the lines; those of ITK have some hundred bytes.</summary>
    private const int MaxBytes = 64 << 10;

    private static readonly string[] FirstNames = ["ObjectType", "NDims", "Comment", "ObjectSubType", "DimSize", "ElementType"];
    private readonly Dictionary<string, MetaField> _fields = new(StringComparer.Ordinal);

    private MetaFields(SourceName source) => Source = source;

    /// <summary>The file, for messages.</summary>
    public SourceName Source { get; }

    /// <summary>Position after the line end of <c>ElementDataFile</c>.</summary>
    public long End { get; private set; }

    /// <summary>Whether a file starts with a field that MetaImage files start with.</summary>
    public static bool Matches(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'=');
        var name = end < 0 ? string.Empty : Encoding.Latin1.GetString(head[..end]).Trim();
        return FirstNames.Contains(name);
    }

    /// <summary>Reads the lines.</summary>
    /// <exception cref="DatasetFormatException">A line is no field, a field stands twice, or the last one is missing.</exception>
    public static MetaFields Read(IByteSource source)
    {
        var head = new byte[(int)Math.Min(MaxBytes, source.Length)];
        source.ReadExactly(0, head, "header");
        var fields = new MetaFields(source.Name);
        for (var start = 0; !fields._fields.ContainsKey(DataFile); )
        {
            var length = head.AsSpan(start).IndexOf((byte)'\n');
            var isLast = length < 0;
            if (isLast && head.Length == MaxBytes)
            {
                throw FormatError.Unterminated(source.Name, start, "the header", MaxBytes);
            }
            var line = head.AsSpan(start, isLast ? head.Length - start : length);
            if (isLast && line.IsEmpty)
            {
                throw FormatError.Corrupt(source.Name, start, $"the header ends without {DataFile}");
            }
            fields.Add(line, start);
            start = isLast ? head.Length : start + length + 1;
            fields.End = start;
        }

        return fields;
    }

    /// <summary>A field by the first of its names that the file has; null where it has none.</summary>
    public MetaField? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_fields.TryGetValue(name, out var field))
            {
                return field;
            }
        }
        return null;
    }

    /// <summary>A field that each file must have.</summary>
    /// <exception cref="DatasetFormatException">The file lacks it.</exception>
    public MetaField Get(string name) => Find(name) ?? throw FormatError.Corrupt(Source, $"the header has no {name}");

    /// <summary>A field of numbers; null where the file lacks it.</summary>
    /// <exception cref="DatasetFormatException">It does not hold <paramref name="count"/> finite numbers.</exception>
    public double[]? Numbers(int count, params ReadOnlySpan<string> names) =>
        Find(names) is { } field ? [.. Split(field, count).Select(text => Number(field, text))] : null;

    /// <summary>A field of integers.</summary>
    /// <exception cref="DatasetFormatException">It does not hold <paramref name="count"/> integers of 64 bits.</exception>
    public long[] Integers(MetaField field, int count) => [.. Split(field, count).Select(text => Integer(field, text))];

    /// <summary>A field that is True or False; false where the file lacks it.</summary>
    /// <exception cref="DatasetFormatException">It is neither.</exception>
    public bool Flag(params ReadOnlySpan<string> names) =>
        Find(names) is { } field
        && (
            field.Text.FirstOrDefault() switch
            {
                // MetaIO looks at the first letter too.
                'T' or 't' or '1' => true,
                'F' or 'f' or '0' => false,
                _ => throw FormatError.Mismatch(Source, field.Offset, field.Name, $"'{field.Shown}'", "True or False"),
            }
        );

    private void Add(ReadOnlySpan<byte> line, int start)
    {
        var text = Encoding.UTF8.GetString(line).Trim('\r', ' ', '\t');
        if (text.Length == 0)
        {
            return;
        }
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            throw FormatError.Corrupt(Source, start, $"the line '{PrintableText.Escape(text, 40)}' is not NAME = VALUE");
        }
        var field = new MetaField(text[..equals].Trim(), text[(equals + 1)..].Trim(), start);
        if (!_fields.TryAdd(field.Name, field) && field.Name != "Comment")
        {
            throw FormatError.Corrupt(Source, start, $"the field {PrintableText.Escape(field.Name, 40)} stands twice");
        }
    }

    private string[] Split(MetaField field, int count)
    {
        var parts = field.Text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == count
            ? parts
            : throw FormatError.Mismatch(Source, field.Offset, $"number of values of {field.Name}", $"{parts.Length}", $"{count}");
    }

    private double Number(MetaField field, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw FormatError.Mismatch(Source, field.Offset, field.Name, $"'{field.Shown}'", "finite numbers");

    private long Integer(MetaField field, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw FormatError.Mismatch(Source, field.Offset, field.Name, $"'{field.Shown}'", "integers of 64 bits");
}

/// <summary>A field of the header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its value.</param>
/// <param name="Offset">First byte of its line.</param>
internal sealed record MetaField(string Name, string Text, long Offset)
{
    /// <summary>The value, fit for a message.</summary>
    public string Shown => PrintableText.Escape(Text, 60);
}
