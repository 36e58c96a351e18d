using System.Globalization;
using System.Text.RegularExpressions;
using LungSeg.Cli.Output.Tables;
using Xunit;

namespace LungSeg.Cli.Tests.Output.Tables;

/// <summary>At every width no line is too wide, no number is broken and no heading is cut.</summary>
public sealed partial class TableLayoutTests
{
    private const string LongLabel = "a_label_of_40_characters_0123456789_long";

    public static TheoryData<int> Widths => [.. Enumerable.Range(40, 121)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Arrange_AnyTableAtAnyWidth_FitsAndKeepsNumbersWhole(int width)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var table = Random(new Random((width * 1000) + seed));
            var lines = TableLayout.Arrange(table, width).Select(line => line.Text ?? string.Empty).ToArray();
            Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
            Assert.DoesNotContain(lines, line => line.Contains("..", StringComparison.Ordinal));

            // Numbers of a table have no digits in common, so that a part of one is none of them.
            var whole = table
                .Rows.SelectMany(row => row.Select(cell => cell.Text))
                .Concat(table.Columns.Select(column => column.Title))
                .SelectMany(Numbers)
                .ToHashSet();
            var shown = lines.Where(line =>
                !line.Contains("more column", StringComparison.Ordinal) && !line.Contains("--", StringComparison.Ordinal)
            );
            Assert.All(shown.SelectMany(Numbers), number => Assert.Contains(number, whole));

            // Columns that always stay are there with all their numbers.
            var kept = table
                .Rows.SelectMany(row => row.Where((_, i) => table.Columns[i].Priority == 0))
                .SelectMany(cell => Numbers(cell.Text));
            Assert.Empty(kept.Except(lines.SelectMany(Numbers)));
        }
    }

    [Fact]
    public void Arrange_ThatFits_StandsAsItIs()
    {
        var table = new TextTable(TextColumn.Text("class", "class"), new TextColumn("rows", "rows"), new TextColumn("HU mean", "hu_mean"));
        table.Add("LR2", 3, TextCell.Number(-603.45));
        table.Add("all", 12, TextCell.Number(null));
        Assert.Equal(
            ["class  rows  HU mean", new string('\u2500', 20), "LR2       3   -603.5", "all      12        -"],
            TableLayout.Arrange(table, 40).Select(line => line.Text)
        );
        Assert.Equal(["class\trows\thu_mean", "LR2\t3\t-603.45", "all\t12\t"], table.PlainLines());
    }

    [Fact]
    public void Arrange_TooWide_DropsTheLeastUsefulColumnsFirstAndSaysWhereTheyAre()
    {
        var table = new TextTable([
            TextColumn.Text("class", "class"),
            .. Enumerable.Range(0, 8).Select(i => new TextColumn($"figure{i}", $"figure{i}", Priority: i)),
        ]);
        table.Add(["LR2", .. Enumerable.Range(0, 8).Select(i => (TextCell)(long)i)]);
        var lines = TableLayout.Arrange(table, 40).Select(line => line.Text).ToArray();
        Assert.Equal("class  figure0  figure1  figure2", lines[0]);
        Assert.Equal(["5 more columns: --width 77, --plain or", "  --json"], lines[^2..]);
        Assert.Contains("figure7", TableLayout.Arrange(table, 77)[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("figure7", TableLayout.Arrange(table, 76)[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrange_ColumnsThatMustStay_AreTurned()
    {
        var table = new TextTable([
            TextColumn.Text("part", "part"),
            .. Enumerable.Range(0, 6).Select(i => new TextColumn($"class{i}", $"class{i}")),
        ]);
        table.Add(["train", .. Enumerable.Range(0, 6).Select(i => (TextCell)(long)i)]);
        table.Add(["test", .. Enumerable.Range(0, 6).Select(i => (TextCell)(long)(10 * i))]);
        Assert.Equal(
            ["part    train  test", new string('\u2500', 19), "class0      0     0", "class1      1    10", "class2      2    20"],
            TableLayout.Arrange(table, 40).Select(line => line.Text).Take(5)
        );
    }

    private static TextTable Random(Random random)
    {
        var number = 10;
        string Next()
        {
            number += random.Next(1, 3);
            return string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => new string(digit, random.Next(1, 4))));
        }

        var columns = random.Next(1, 12);
        var table = new TextTable([
            TextColumn.Text("class", "class"),
            .. Enumerable
                .Range(0, columns)
                .Select(i =>
                    random.Next(4) == 0
                        ? TextColumn.Text(
                            $"text {LongLabel[..random.Next(1, 30)]}".Replace("40", "", StringComparison.Ordinal),
                            "text",
                            random.Next(3)
                        )
                        : new TextColumn(random.Next(3) == 0 ? "lesion px median" : "kept", "number", random.Next(4))
                ),
        ]);
        for (var row = random.Next(1, 9); row > 0; row--)
        {
            table.Add([
                random.Next(2) == 0 ? LongLabel : "LR4X",
                .. table.Columns.Skip(1).Select(column => (TextCell)(column.IsText ? $"some words-{Next()}/{Next()}" : Next())),
            ]);
        }

        return table;
    }

    private static IEnumerable<string> Numbers(string text) => Digits().Matches(text).Select(match => match.Value);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
