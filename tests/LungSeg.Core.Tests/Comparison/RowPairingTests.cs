using LungSeg.Core.Comparison;
using Xunit;

namespace LungSeg.Core.Tests.Comparison;

/// <summary>Rows are written as slice and label: <c>7a</c> is the slice 7 with the label a.</summary>
public sealed class RowPairingTests
{
    [Theory]
    [InlineData("1a 2a 3a", "1a 2a 3a", "0-0 1-1 2-2")]
    // Another label is another row of the same slice.
    [InlineData("1a 2a 3a", "3a 2b 1a", "0-2 1-1 2-0")]
    // A copy before its original, and one behind it, are the rows that were added.
    [InlineData("1a 2a 3a", "3a 1a 2a 3a", "0-1 1-2 2-3")]
    [InlineData("1a 2a 3a", "1a 2a 3a 2a", "0-0 1-1 2-2")]
    // Equal rows come first: the copy with another label is left.
    [InlineData("1a 2a", "2b 1a 2a", "0-1 1-2")]
    // Of two rows of one slice that both changed, the first becomes the first.
    [InlineData("1a 1b", "1c 1d", "0-0 1-1")]
    // Rows without a slice match equal rows alone.
    [InlineData("-a -b", "-b -c", "1-0")]
    [InlineData("", "1a", "")]
    public void Find_Rows_PairsEqualOnesFirst(string a, string b, string expected)
    {
        Assert.Equal(expected, Find(a, b));

        // Mirrored, the same pairs are found.
        var mirrored = Find(b, a).Split(' ').Select(pair => string.Join('-', pair.Split('-').Reverse()));
        Assert.Equal(expected.Split(' ').Order(), mirrored.Order());
    }

    [Fact]
    public void Find_ManyEqualRows_ArePairedInOrder()
    {
        var rows = Enumerable.Repeat(Parse("1a"), 3000).ToArray();
        var pairs = RowPairing.Find(rows, rows[..2999], content => content.HuOld);
        Assert.Equal(2999, pairs.Count);
        Assert.All(pairs, pair => Assert.Equal(pair.A, pair.B));
    }

    private static string Find(string a, string b)
    {
        var pairs = RowPairing.Find(ParseAll(a), ParseAll(b), content => content.HuOld);
        return string.Join(' ', pairs.OrderBy(pair => pair.A).Select(pair => $"{pair.A}-{pair.B}"));
    }

    private static RowContent[] ParseAll(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    private static RowContent Parse(string row) => new(row[0] == '-' ? null : (UInt128)(row[0] - '0'), null, null, false, row[1..]);
}
