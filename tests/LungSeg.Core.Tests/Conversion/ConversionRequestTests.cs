using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion;
using LungSeg.Core.Imaging;
using Xunit;

namespace LungSeg.Core.Tests.Conversion;

public sealed class ConversionRequestTests
{
    public static TheoryData<RequestParameter, string, Func<ConversionOptions, ConversionOptions>> Requests =>
        new()
        {
            { RequestParameter.Format, "bmp", options => options },
            { RequestParameter.Output, "npz", options => options with { Output = "a.npz.gz" } },
            { RequestParameter.Output, "png", options => options with { Output = "/" } },
            { RequestParameter.Window, "npz", options => options with { Window = HuWindow.Lung } },
            { RequestParameter.DType, "png", options => options with { DType = ImageDType.Int16 } },
            { RequestParameter.DType, "tiff", options => options with { DType = ImageDType.Int16, Window = HuWindow.Lung } },
            { RequestParameter.Size, "png", options => options with { Size = 0 } },
            { RequestParameter.Size, "pickle", options => options with { Size = 64 } },
            { RequestParameter.LesionCrop, "png", options => options with { LesionCrop = 0 } },
            { RequestParameter.LesionCrop, "pickle", options => options with { LesionCrop = 64 } },
            { RequestParameter.MaskValue, "png", options => options with { MaskValue = 2 } },
            { RequestParameter.PickleProtocol, "pickle", options => options with { PickleProtocol = 3 } },
            { RequestParameter.NnUnetId, "nnunet", options => options with { NnUnetId = 1000 } },
            { RequestParameter.ShardMegabytes, "webdataset", options => options with { ShardMegabytes = 0 } },
        };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public void Create_WhatCannotBe_NamesTheParameter(
        RequestParameter parameter,
        string format,
        Func<ConversionOptions, ConversionOptions> change
    )
    {
        var options = change(new ConversionOptions { Format = format, Output = "out" });
        Assert.Equal(parameter, Assert.Throws<InvalidRequestException>(() => DatasetConversion.Create(options)).Parameter);
    }
}
