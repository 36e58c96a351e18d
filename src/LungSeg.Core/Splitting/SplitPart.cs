using System.Globalization;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Splitting;

/// <summary>A requested part and its size.</summary>
/// <param name="Name">Name, for example <c>train</c>.</param>
/// <param name="Share">Share of the rows, between 0 and 1; null where a number of rows is given, or the part takes the rest.</param>
/// <param name="Rows">Number of rows; null where a share is given, or the part takes the rest.</param>
public sealed record SplitPart(string Name, double? Share = null, int? Rows = null)
{
    /// <summary>
    /// Reads <c>train=0.7,val=0.15,test=0.15</c>; <c>test=264</c> is a number of rows; one part without a number takes the rest.
    /// </summary>
    /// <exception cref="InvalidRequestException">The text is invalid; the message says why.</exception>
    public static IReadOnlyList<SplitPart> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries).Select(ParseOne).ToArray();
        if (parts.GroupBy(part => part.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new InvalidRequestException(RequestParameter.Parts, $"part '{twice.Key}' is named twice");
        }
        if (parts.Count(part => part.TakesRest) > 1)
        {
            throw new InvalidRequestException(
                RequestParameter.Parts,
                "only one part can take the rest; give the others a share or a number of rows"
            );
        }
        return parts;
    }

    /// <summary>Whether the part takes the rows that the other parts leave.</summary>
    public bool TakesRest => Share is null && Rows is null;

    /// <summary>Number of rows that each part should get of <paramref name="rows"/>.</summary>
    /// <exception cref="InvalidRequestException">The parts do not add up to the rows.</exception>
    public static double[] Targets(IReadOnlyList<SplitPart> parts, int rows)
    {
        ArgumentNullException.ThrowIfNull(parts);
        const double Rounding = 1e-6;
        var targets = parts.Select(part => part.Share * rows ?? part.Rows ?? 0).ToArray();
        var left = rows - targets.Sum();
        var rest = parts.ToList().FindIndex(part => part.TakesRest);
        if (rest >= 0)
        {
            targets[rest] = left;
        }
        else if (Math.Abs(left) > Rounding * rows)
        {
            throw new InvalidRequestException(
                RequestParameter.Parts,
                Invariant($"the parts add up to {rows - left:0.###} of {rows} rows; name one part without a number to take the rest")
            );
        }
        var empty = Array.FindIndex(targets, target => target < Rounding);
        return empty < 0
            ? targets
            : throw new InvalidRequestException(
                RequestParameter.Parts,
                Invariant($"nothing is left for part '{parts[empty].Name}': the others take {rows - left:0.###} of {rows} rows")
            );
    }

    private static SplitPart ParseOne(string item)
    {
        var equals = item.IndexOf('=', StringComparison.Ordinal);
        var name = (equals < 0 ? item : item[..equals]).Trim();
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw new InvalidRequestException(
                RequestParameter.Parts,
                $"part '{item}' is not understood; write train=0.7,val=0.15,test=0.15"
            );
        }
        if (name == SplitAssignment.Dropped)
        {
            throw new InvalidRequestException(RequestParameter.Parts, $"no part can be called '{SplitAssignment.Dropped}'");
        }
        if (equals < 0)
        {
            return new SplitPart(name);
        }
        var size = item[(equals + 1)..].Trim();
        if (int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows > 0)
        {
            return new SplitPart(name, Rows: rows);
        }
        if (double.TryParse(size, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1)
        {
            return new SplitPart(name, Share: share);
        }
        throw new InvalidRequestException(
            RequestParameter.Parts,
            $"'{size}' is not a size of part '{name}'; write a share such as 0.7 or a number of rows such as 100"
        );
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
