using LungSeg.Core.Bytes;
using Xunit;

namespace LungSeg.Core.Tests.Bytes;

public sealed class FormatErrorTests
{
    private static readonly SourceName Source = new("a.npz", "mask.npy", "npy");

    [Fact]
    public void Corrupt_AtTheFirstByte_NamesIt()
    {
        var error = FormatError.Corrupt(Source, 0, "what");
        Assert.Equal(0, error.Offset);
        Assert.Equal("a.npz!mask.npy: npy: what (at byte 0)", error.Message);
    }

    [Fact]
    public void AnyFault_WithoutAByteToBlame_NamesNone()
    {
        DatasetFormatException[] errors =
        [
            FormatError.Corrupt(Source, "what"),
            FormatError.Mismatch(Source, "rows", "1", "2"),
            FormatError.TooLarge(Source, "what", 2, 1),
            FormatError.Truncated(Source, "what", 2, 1),
            FormatError.Undecodable(Source, "what", new InvalidDataException()),
            FormatError.Unsupported(Source, "what"),
            FormatError.WrongFormat(Source, "what"),
        ];
        Assert.All(
            errors,
            error =>
            {
                Assert.Null(error.Offset);
                Assert.Equal($"a.npz!mask.npy: npy: {error.Detail}", error.Message);
            }
        );
    }

    [Fact]
    public void Unsupported_WithAHint_KeepsItOutOfTheMessage()
    {
        var error = FormatError.Unsupported(Source, "what", new RequestHint(RequestParameter.DType, "float32"));
        Assert.Equal(new RequestHint(RequestParameter.DType, "float32"), error.Hint);
        Assert.Equal("a.npz!mask.npy: npy: what", error.Message);
    }
}
