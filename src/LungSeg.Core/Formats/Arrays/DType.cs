using System.Globalization;

namespace LungSeg.Core.Formats.Arrays;

/// <summary>Element type of an array, in numpy's terms.</summary>
/// <param name="Kind">numpy's kind letter: b bool, i signed, u unsigned, f float, c complex, U text, S bytes, M datetime, m timedelta, O
/// object, V other.</param>
/// <param name="ItemSize">Bytes per element.</param>
/// <param name="ByteOrder">Order of the bytes of an element.</param>
public readonly record struct DType(char Kind, int ItemSize, ByteOrder ByteOrder)
{
    /// <summary>float64, little endian: the type of the data set's HU arrays.</summary>
    public static DType Float64 { get; } = new('f', 8, ByteOrder.Little);

    /// <summary>int8: the type of the data set's masks.</summary>
    public static DType Int8 { get; } = new('i', 1, ByteOrder.None);

    private static readonly Dictionary<string, DType> Numbers = new[]
    {
        "b1",
        "i1",
        "i2",
        "i4",
        "i8",
        "u1",
        "u2",
        "u4",
        "u8",
        "f2",
        "f4",
        "f8",
    }
        .Select(code => TryParse(code, out var dtype) ? dtype : default)
        .ToDictionary(dtype => dtype.Name);

    /// <summary>Finds a type of numbers by numpy's name, for example <c>float64</c>; it is little endian.</summary>
    public static bool TryFindNumeric(string name, out DType dtype) => Numbers.TryGetValue(name, out dtype);

    /// <summary>Unit of a datetime64 or timedelta64.</summary>
    internal TimeUnit Unit { get; init; }

    /// <summary>Whether elements are dates or durations that can be read here.</summary>
    internal bool IsTime => Kind is 'M' or 'm' && ItemSize == 8 && Unit != TimeUnit.None;

    /// <summary>Whether elements are numbers that can be read here: bool, (u)int8 to 64, float16 to 64.</summary>
    public bool IsNumeric =>
        Kind switch
        {
            'b' => ItemSize == 1,
            'i' or 'u' => ItemSize is 1 or 2 or 4 or 8,
            'f' => ItemSize is 2 or 4 or 8,
            _ => false,
        };

    /// <summary>numpy's name, for example <c>float64</c>, <c>int8</c>, <c>bool</c>.</summary>
    public string Name =>
        Kind switch
        {
            'b' => "bool",
            'i' => Sized("int"),
            'u' => Sized("uint"),
            'f' => Sized("float"),
            'c' => Sized("complex"),
            'U' => Sized("str"),
            'S' => Sized("bytes"),
            'M' => "datetime64" + Brackets,
            'm' => "timedelta64" + Brackets,
            'O' => "object",
            _ => Sized("void"),
        };

    /// <summary>The text that <c>numpy.dtype</c> takes, without byte order, for example <c>f8</c>.</summary>
    internal string Code => string.Create(CultureInfo.InvariantCulture, $"{Kind}{ItemSize}{Brackets}");

    /// <summary>numpy's mark of the byte order: <c>&lt;</c>, <c>></c>, or <c>|</c> for elements of one byte.</summary>
    internal string OrderMark =>
        ByteOrder switch
        {
            ByteOrder.Big => ">",
            ByteOrder.Little => "<",
            _ => "|",
        };

    /// <summary>
    /// Reads numpy's short form, for example <c>f8</c>, <c>&lt;f8</c>, <c>|i1</c>, <c>&gt;i2</c>, <c>O</c>; without an order mark it is
    /// little endian.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DType dtype)
    {
        dtype = default;
        var order = ByteOrder.Little;
        if (text.Length > 0 && text[0] is '<' or '>' or '|' or '=')
        {
            order = text[0] == '>' ? ByteOrder.Big : ByteOrder.Little;
            text = text[1..];
        }

        if (text is "O" or "?")
        {
            dtype = text is "O" ? new DType('O', 8, ByteOrder.None) : new DType('b', 1, ByteOrder.None);
            return true;
        }

        if (text.Length < 2 || !"biufcUSMmOV".Contains(text[0]))
        {
            return false;
        }
        var digits = text[1..];
        var unit = digits.IndexOf('[');
        var time = TimeUnit.None;
        if (unit >= 0)
        {
            time = digits[^1] == ']' ? TimeUnits.Parse(digits[(unit + 1)..^1]) : TimeUnit.None;
            digits = digits[..unit];
        }
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }
        var size = text[0] == 'U' ? 4L * count : count;
        if (size > int.MaxValue)
        {
            return false;
        }
        dtype = new DType(text[0], (int)size, order) { Unit = text[0] is 'M' or 'm' ? time : TimeUnit.None }.Normalised();
        return true;
    }

    /// <summary>The type in another byte order; unchanged for elements of one byte.</summary>
    public DType With(ByteOrder order) => (this with { ByteOrder = order }).Normalised();

    /// <inheritdoc/>
    public override string ToString() => Name;

    private string Brackets => Unit == TimeUnit.None ? string.Empty : $"[{Unit.Code()}]";

    private DType Normalised() => ItemSize <= 1 || Kind is 'S' or 'O' or 'V' ? this with { ByteOrder = ByteOrder.None } : this;

    private string Sized(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}{ItemSize * 8}");
}
