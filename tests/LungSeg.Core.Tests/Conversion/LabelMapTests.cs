using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion;
using LungSeg.Core.Conversion.Runs;
using LungSeg.Core.Datasets;
using LungSeg.Core.Tests.Fixtures;
using Xunit;

namespace LungSeg.Core.Tests.Conversion;

public sealed class LabelMapTests
{
    [Fact]
    public void Parse_RangeWithOpenEnd_TakesAllClassesFromThere()
    {
        var map = LabelMap.Parse("LR2=0,LR3..=1");
        Assert.Equal(["0", "1"], map.Names);
        Assert.Equal([0, 1, 1, 1, 1, null], Numbers(map, "LR2", "LR3", "LR4A", "4b", "LR4XS", "LR1"));
    }

    [Fact]
    public void Parse_NamesThatAreNumbers_AreNumberedInTheirOrder() =>
        Assert.Equal(["0", "1", "2"], LabelMap.Parse("LR4A..=2,LR3=1,..LR2=0").Names);

    [Fact]
    public void Parse_NumbersWithGaps_AreTheNumbersOfTheClasses()
    {
        var map = LabelMap.Parse("LR3..=9,LR2=7");
        Assert.Equal(["7", "9"], map.Names);
        Assert.Equal([7, 9, 9, null], Numbers(map, "LR2", "LR3", "LR4B", "LR1"));
    }

    [Fact]
    public void Parse_NumbersAndNames_AreAllNames() =>
        Assert.Equal([0, 1], Numbers(LabelMap.Parse("LR2=7,LR3..=suspicious"), "LR2", "LR4A"));

    [Fact]
    public void Parse_OtherNames_AreNumberedAsMentioned()
    {
        var map = LabelMap.Parse("LR4A..=suspicious,LR2..LR3=benign");
        Assert.Equal(["suspicious", "benign"], map.Names);
        Assert.Equal([1, 1, 0, 0], Numbers(map, "LR2", "LR3", "LR4A", "LR4B"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("LR2")]
    [InlineData("LR4=1")]
    [InlineData("LR2=")]
    [InlineData("LR3..LR2=1")]
    [InlineData("LR2..LR3=0,LR3=1")]
    public void Parse_WhatMakesNoSense_Throws(string text) => Assert.Throws<InvalidRequestException>(() => LabelMap.Parse(text));

    [Fact]
    public void FromRows_LabelsThatOccur_AreInLungRadsOrderThenByName()
    {
        using var set = Labels("LR4B", "odd", "LR2", "LR4A", "another", "4a");
        var map = LabelMap.FromRows(set.Rows.Select((row, i) => new ExportRow(row, i, "x")));
        Assert.Equal(["LR2", "LR4A", "LR4B", "another", "odd"], map.Names);
        Assert.Equal([2, 4, 0, 1, 3, 1], set.Rows.Select(map.GetNumber));
    }

    private static IEnumerable<int?> Numbers(LabelMap map, params string[] labels)
    {
        using var set = Labels(labels);
        return [.. set.Rows.Select(map.GetNumber)];
    }

    private static Dataset Labels(params string[] labels) =>
        PickleProbe.Open(System.Text.Encoding.ASCII.GetBytes($"(dVlabel1\n(l{string.Concat(labels.Select(label => $"V{label}\na"))}s."));
}
