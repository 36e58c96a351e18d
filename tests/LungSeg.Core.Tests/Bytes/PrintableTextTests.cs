using LungSeg.Core.Bytes;
using Xunit;

namespace LungSeg.Core.Tests.Bytes;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("LR4A ЛР2 \U0001F600", "LR4A ЛР2 \U0001F600")]
    [InlineData("a\u001b[31mb\a\0", @"a\x1b[31mb\x07\x00")]
    [InlineData("a\r\nb\tc\u007f\u009b", @"a\x0d\x0ab\x09c\x7f\x9b")]
    [InlineData("\u202aa\u202e\u2066b\u2069\u2028", @"\u202aa\u202e\u2066b\u2069\u2028")]
    public void Escape_WhatSteersATerminal_IsWrittenOut(string text, string expected) => Assert.Equal(expected, PrintableText.Escape(text));

    [Fact]
    public void Escape_LongText_IsCut() => Assert.Equal("abc...", PrintableText.Escape("abcd", 3));
}
