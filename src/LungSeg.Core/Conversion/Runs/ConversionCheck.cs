using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Core.Conversion.Runs;

/// <summary>Checks the options of a conversion before anything is read.</summary>
internal static class ConversionCheck
{
    private const int MaxSide = 8192;
    private const int MaxNnUnetId = 999;
    private const int MaxShardMegabytes = 1_000_000;

    /// <summary>Checks options, and finds their format.</summary>
    /// <exception cref="InvalidRequestException">The format is not known, or cannot do what is asked.</exception>
    public static ExportFormat Run(ConversionOptions options)
    {
        var format =
            ExportRegistry.Find(options.Format)
            ?? throw new InvalidRequestException(
                RequestParameter.Format,
                $"format '{options.Format}' cannot be written; expected one of {string.Join(", ", DatasetConverter.FormatNames)}"
            );
        Refuse(format.Missing is not null, RequestParameter.Format, $"{format.Name} is not written by this build: {format.Missing}");
        if (GetPackingRefusal(format, options.Output) is { } refusal)
        {
            throw new InvalidRequestException(RequestParameter.Output, refusal);
        }

        CheckPixels(format, options);
        CheckNumbers(options);
        Refuse(
            options.KeepsGaps && !format.KeepsGaps,
            RequestParameter.Salvage,
            $"{format.Name} cannot hold rows of which an array is missing; write a pickle, or the whole rows alone"
        );
        if (options is { Shard: not null, Merged: not null })
        {
            throw new ArgumentException("shards are joined to a whole, not to a part of it", nameof(options));
        }

        Refuse(
            format.IsFolder && Path.GetFullPath(options.Output) == Path.GetPathRoot(Path.GetFullPath(options.Output)),
            RequestParameter.Output,
            $"{options.Output} is not a folder that can be written"
        );
        return format;
    }

    private static string? GetPackingRefusal(ExportFormat format, string output) =>
        format.IsFolder ? null
        : format.IsPackedByName ? OutputPacking.FindRefusal(output)
        : OutputPacking.FindRefusalOfAny(output, format.Name);

    private static void CheckPixels(ExportFormat format, ConversionOptions options)
    {
        Refuse(
            options.Window is not null && format.Window == WindowUse.Never,
            RequestParameter.Window,
            $"{format.Name} holds HU, no grey values; leave out the window"
        );
        Refuse(
            options.DType != ImageDType.Auto && !format.DTypes.Contains(options.DType),
            RequestParameter.DType,
            format.DTypes.Count == 0
                ? $"{format.Name} leaves no choice of dtype"
                : $"{format.Name} takes the dtypes {string.Join(", ", format.DTypes).ToLowerInvariant()}"
        );
        Refuse(
            options.DType != ImageDType.Auto && options.Window is not null,
            RequestParameter.DType,
            "a window gives grey values of 8 bits, which leaves no choice of dtype"
        );
        CheckEqualized(format, options);
        CheckRange(RequestParameter.Size, "size", options.Size, MaxSide);
        Refuse(
            options.LesionArea && options.Size is null,
            RequestParameter.LesionArea,
            "lesions can vanish only where slices are scaled; give a size"
        );
        CheckRange(RequestParameter.LesionCrop, "lesion crop", options.LesionCrop, MaxSide);
        Refuse(
            (options.Size ?? options.LesionCrop) is not null && format.KeepsSize,
            options.Size is null ? RequestParameter.LesionCrop : RequestParameter.Size,
            $"{format.Name} holds slices as they are; leave out size and lesion crop"
        );
    }

    private static void CheckEqualized(ExportFormat format, ConversionOptions options)
    {
        if (!options.IsEqualized)
        {
            return;
        }
        Refuse(
            !format.Uses.HasFlag(ExportOptions.Image) || !format.DTypes.Contains(ImageDType.Float64) || options.Window is not null,
            RequestParameter.Preset,
            options.Window is null
                ? $"{format.Name} holds no images of fractions from 0 to 1"
                : "the preset gives fractions from 0 to 1; leave out the window"
        );
        Refuse(options.DType == ImageDType.Int16, RequestParameter.Preset, "fractions from 0 to 1 are written as float32 or float64");
        Refuse(
            (options.Size ?? options.LesionCrop) is not null,
            RequestParameter.Preset,
            "slices are equalised as they are; leave out size and lesion crop, and scale in training"
        );
    }

    private static void CheckNumbers(ConversionOptions options)
    {
        Refuse(
            !ConversionOptions.MaskValues.Contains(options.MaskValue),
            RequestParameter.MaskValue,
            $"mask value is {options.MaskValue}, expected {string.Join(" or ", ConversionOptions.MaskValues.Order())}"
        );
        Refuse(
            options.PickleProtocol is not (4 or 5),
            RequestParameter.PickleProtocol,
            $"protocol is {options.PickleProtocol}, expected 4 or 5"
        );
        CheckRange(RequestParameter.NnUnetId, "data set id", options.NnUnetId, MaxNnUnetId);
        CheckRange(RequestParameter.ShardMegabytes, "shard size", options.ShardMegabytes, MaxShardMegabytes, " MB");
    }

    private static void CheckRange(RequestParameter parameter, string name, int? value, int maximum, string unit = "") =>
        Refuse(value < 1 || value > maximum, parameter, $"{name} is {value}, expected 1 to {maximum}{unit}");

    private static void Refuse(bool isRefused, RequestParameter parameter, string message)
    {
        if (isRefused)
        {
            throw new InvalidRequestException(parameter, message);
        }
    }
}
