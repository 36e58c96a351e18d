using System.Globalization;

namespace LungSeg.Core.Formats.Pickle.Writing;

/// <summary>Element type of an array cell as numpy spells it: kind letter and bytes per element, little-endian.</summary>
/// <param name="Kind"><c>f</c>, <c>i</c>, <c>u</c> or <c>b</c>.</param>
/// <param name="ItemSize">Bytes per element.</param>
internal readonly record struct PickleDtype(char Kind, int ItemSize)
{
    internal static readonly PickleDtype Float64 = new('f', 8);

    internal static readonly PickleDtype Int8 = new('i', 1);

    /// <summary>The string that <c>numpy.dtype</c> takes, without byte order.</summary>
    internal string Code => string.Create(CultureInfo.InvariantCulture, $"{Kind}{ItemSize}");

    /// <summary>numpy's byte-order character: <c>|</c> where one byte leaves nothing to order.</summary>
    internal string ByteOrder => ItemSize == 1 ? "|" : "<";

    internal bool IsKnown => (Kind, ItemSize) is ('f', 2 or 4 or 8) or ('i' or 'u', 1 or 2 or 4 or 8) or ('b', 1);
}
