using System.CommandLine;
using LungSeg.Core.Bytes;
using LungSeg.Core.Conversion;
using LungSeg.Core.Formats;
using LungSeg.Core.Imaging;
using LungSeg.Core.Model;
using LungSeg.Thresholding;

namespace LungSeg.Cli.Commands;

/// <summary>The options that only <c>convert</c> has.</summary>
internal sealed class ConvertOptions
{
    private readonly Option<string?> _to = new("--to")
    {
        Description = $"Format to write (default: what the output's name says): {string.Join(", ", DatasetConverter.FormatNames)}",
        HelpName = "FORMAT",
    };
    private readonly Option<string> _image = new("--image")
    {
        Description = "The image of training formats: hu_array_old, or hu_array with its dropped pixels made air under a window",
        HelpName = "COLUMN",
        DefaultValueFactory = _ => HuColumns.Name(HuColumn.HuOld),
    };
    private readonly Option<string?> _window = new("--window")
    {
        Description = "Grey values from lung, mediastinum, bone or LO..HI (default: lung for 8-bit formats, none for others)",
        HelpName = "WINDOW",
    };
    private readonly Option<string> _dtype = new("--dtype")
    {
        Description = "Type of HU: auto (without loss), int16, float32, float64",
        HelpName = "DTYPE",
        DefaultValueFactory = _ => "auto",
    };
    private readonly Option<string?> _preset = new("--preset")
    {
        Description = "authors: hu_array scaled to 0..1 and equalised (CLAHE), as the networks of the data set's authors were fed",
        HelpName = "authors",
    };
    private readonly Option<int?> _size = new("--size")
    {
        Description = "Scale to N x N px; other shapes are filled up to a square with air first",
        HelpName = "N",
    };
    private readonly Option<string> _resample = new("--resample")
    {
        Description = "How images are scaled: area or lanczos; masks take the nearest pixel",
        HelpName = "HOW",
        DefaultValueFactory = _ => "area",
    };
    private readonly Option<int?> _crop = new("--lesion-crop")
    {
        Description = "Only the N x N px around the lesion; rows without one are left out",
        HelpName = "N",
    };
    private readonly Option<bool> _lesionArea = new("--lesion-area")
    {
        Description = "At a smaller size each lesion keeps at least a pixel of the mask; without it the smallest vanish",
    };
    private readonly Option<string?> _split = new("--split")
    {
        Description = "Parts and folds of the rows, as 'split' writes them: CSV, JSON or splits_final.json",
        HelpName = "FILE",
    };
    private readonly Option<string> _splitBy = SplitByOption.Create();
    private readonly Option<bool> _columnsOnly = new("--columns-only")
    {
        Description = "Leave out the columns of the input that lungseg gives no meaning; the manifest lists them",
    };
    private readonly Option<string?> _labelMap = new("--label-map")
    {
        Description = "Classes of training formats, as LR2=0,LR3..=1",
        HelpName = "MAP",
    };
    private readonly Option<int> _maskValue = new("--mask-value")
    {
        Description = $"Value of lesion pixels in mask pictures: {string.Join(" or ", ConversionOptions.MaskValues)}",
        HelpName = "V",
        DefaultValueFactory = _ => ConversionOptions.MaskValues[0],
    };
    private readonly Option<string> _huArray = new("--hu-array")
    {
        Description = "What makes hu_array where the input has none: published, two-largest, refined, hull or none",
        HelpName = "METHOD",
        DefaultValueFactory = _ => "published",
    };
    private readonly Option<string> _context = ThresholdCommand.CreateContext("--hu-array refined");
    private readonly Option<int> _hullMargin = ThresholdCommand.CreateHullMargin();
    private readonly Option<int> _protocol = new("--protocol")
    {
        Description = "Pickle protocol: 4 or 5",
        HelpName = "P",
        DefaultValueFactory = _ => 4,
    };
    private readonly Option<bool> _uncompressed = new("--uncompressed") { Description = "Write .nii instead of .nii.gz" };
    private readonly Option<int> _datasetId = new("--dataset-id")
    {
        Description = "Number of the nnU-Net data set",
        HelpName = "N",
        DefaultValueFactory = _ => 501,
    };
    private readonly Option<string> _classes = new("--classes")
    {
        Description = "Categories of coco and yolo: lungrads or cancer",
        HelpName = "KIND",
        DefaultValueFactory = _ => "lungrads",
    };
    private readonly Option<string> _cocoSeg = new("--coco-seg")
    {
        Description = "COCO masks: rle (exact) or polygon",
        HelpName = "KIND",
        DefaultValueFactory = _ => "rle",
    };
    private readonly Option<int> _shardSize = new("--shard-size")
    {
        Description = "Size of a webdataset shard at most, MB",
        HelpName = "MB",
        DefaultValueFactory = _ => 1000,
    };
    private readonly Option<string?> _salvage = SalvageOption.Create();
    private readonly Option<bool> _sha256 = new("--sha256") { Description = "SHA-256 of each file in the manifest, besides its XxHash128" };
    private readonly Option<bool> _verify = new("--verify") { Description = "Read the output back and compare it with the input" };

    /// <summary>The options in the order of the help.</summary>
    public Option[] All =>
        [
            _to,
            _image,
            _window,
            _dtype,
            _preset,
            _size,
            _resample,
            _crop,
            _lesionArea,
            _split,
            _splitBy,
            _columnsOnly,
            _labelMap,
            _maskValue,
            _huArray,
            _context,
            _hullMargin,
            _protocol,
            _uncompressed,
            _datasetId,
            _classes,
            _cocoSeg,
            _shardSize,
            _salvage,
            _sha256,
            _verify,
        ];

    /// <summary>Creates the options of the conversion from the command line.</summary>
    /// <param name="parse">The parsed command line.</param>
    /// <param name="output">File or folder to write.</param>
    /// <param name="split">Content of the file of the split; null without one.</param>
    /// <exception cref="UsageException">An option is invalid, or the format is not given.</exception>
    public ConversionOptions BuildConversion(ParseResult parse, string output, byte[]? split)
    {
        var asked = parse.GetValue(_to)?.ToLowerInvariant();
        if (asked?.Split(',', StringSplitOptions.TrimEntries) is [var one, var other, ..])
        {
            throw new UsageException(
                $"{_to.Name} takes one format, and '{asked}' is several: run 'lungseg convert INPUT -o OUT --to {one}', then "
                    + $"'lungseg convert INPUT -o OTHER --to {other}'"
            );
        }

        var format =
            asked
            ?? DatasetConverter.GetFormat(output)
            ?? throw new UsageException($"the name {output} says no format: give --to {string.Join("|", DatasetConverter.FormatNames)}");
        var isEqualized = EvaluationText.ParseWord(parse.GetValue(_preset), _preset.Name, "authors");
        var options = new ConversionOptions
        {
            Format = format,
            Output = output,
            IsEqualized = isEqualized,
            Image = isEqualized
                ? HuColumn.Hu
                : Choose(parse, _image, (HuColumns.Name(HuColumn.HuOld), HuColumn.HuOld), (HuColumns.Name(HuColumn.Hu), HuColumn.Hu)),
            Window = WindowText.ParseIfGiven(parse.GetValue(_window)),
            DType =
                isEqualized && !IsGiven(parse, _dtype)
                    ? ImageDType.Float64
                    : Choose(
                        parse,
                        _dtype,
                        ("auto", ImageDType.Auto),
                        ("int16", ImageDType.Int16),
                        ("float32", ImageDType.Float32),
                        ("float64", ImageDType.Float64)
                    ),
            Size = parse.GetValue(_size),
            Resampling = Choose(parse, _resample, ("area", Resampling.Area), ("lanczos", Resampling.Lanczos)),
            LesionCrop = parse.GetValue(_crop),
            LesionArea = parse.GetValue(_lesionArea),
            ColumnsOnly = parse.GetValue(_columnsOnly),
            Labels = parse.GetValue(_labelMap) is { } map ? LabelMap.Parse(map) : null,
            MaskValue = parse.GetValue(_maskValue),
            MissingHuMethod = Choose(
                parse,
                _huArray,
                [.. LungMaskers.All.Select(masker => (masker.Name, (string?)masker.Name)), ("none", null)]
            ),
            HuContext = ThresholdCommand.ParseContext(parse.GetRequiredValue(_context)),
            HullMargin = ThresholdCommand.CheckMargin(parse.GetValue(_hullMargin)),
            PickleProtocol = parse.GetValue(_protocol),
            NiftiGzip = !parse.GetValue(_uncompressed),
            NnUnetId = parse.GetValue(_datasetId),
            LungRadsCategories = Choose(parse, _classes, ("lungrads", true), ("cancer", false)),
            CocoPolygons = Choose(parse, _cocoSeg, ("rle", false), ("polygon", true)),
            ShardMegabytes = parse.GetValue(_shardSize),
            SplitSource = split is null ? null : FileDigest.Compute(split),
            KeepsGaps = ParseSalvage(parse) == Leniency.SalvageColumns,
            Sha256 = parse.GetValue(_sha256),
            Verify = parse.GetValue(_verify),
        };
        RefuseUnused(parse, options);
        return options;
    }

    /// <inheritdoc cref="SalvageOption.Parse"/>
    public Leniency ParseSalvage(ParseResult parse) => SalvageOption.Parse(parse, _salvage);

    /// <summary>Throws where an option is given that has no effect.</summary>
    private void RefuseUnused(ParseResult parse, ConversionOptions options)
    {
        foreach (var (option, use) in DatasetConverter.FormatNames.Contains(options.Format) ? FormatSpecific : [])
        {
            if (IsGiven(parse, option) && !DatasetConverter.FormatsUsing(use).Contains(options.Format))
            {
                throw new UsageException(
                    $"{options.Format} makes no use of {option.Name}, which is for {string.Join(", ", DatasetConverter.FormatsUsing(use))}"
                );
            }
        }

        foreach (var (option, method) in new (Option, string)[] { (_context, "refined"), (_hullMargin, HullMasker.MethodName) })
        {
            if (IsGiven(parse, option) && options.MissingHuMethod != method)
            {
                throw new UsageException($"{option.Name} goes with {_huArray.Name} {method}");
            }
        }

        if (options.IsEqualized && IsGiven(parse, _image))
        {
            throw new UsageException($"{_preset.Name} authors takes hu_array: leave out {_image.Name}");
        }

        if (IsGiven(parse, _resample) && options.Size is null)
        {
            throw new UsageException($"{_resample.Name} says how {_size.Name} scales: give {_size.Name} N");
        }
    }

    private (Option Option, ExportOptions Use)[] FormatSpecific =>
        [
            (_image, ExportOptions.Image),
            (_huArray, ExportOptions.MissingHuMethod),
            (_context, ExportOptions.MissingHuMethod),
            (_hullMargin, ExportOptions.MissingHuMethod),
            (_labelMap, ExportOptions.Labels),
            (_maskValue, ExportOptions.MaskValue),
            (_protocol, ExportOptions.PickleProtocol),
            (_uncompressed, ExportOptions.NiftiGzip),
            (_datasetId, ExportOptions.NnUnetId),
            (_classes, ExportOptions.LungRadsCategories),
            (_cocoSeg, ExportOptions.CocoPolygons),
            (_shardSize, ExportOptions.ShardMegabytes),
            (_resample, ExportOptions.Resampling),
        ];

    private static bool IsGiven(ParseResult parse, Option option) => CliCommand.IsGiven(parse, option);

    /// <summary>Whether the split is applied by content.</summary>
    /// <exception cref="UsageException">It goes with no split, or is neither word.</exception>
    public bool IsSplitByKey(ParseResult parse) => SplitByOption.IsByKey(parse, _splitBy, _split);

    /// <summary>Path and content of the requested split; null without one. A pipe can be read only once.</summary>
    /// <exception cref="UsageException">The file does not exist.</exception>
    public (string Path, byte[] Content)? ReadSplit(ParseResult parse) =>
        parse.GetValue(_split) is not { } path ? null
        : File.Exists(path) ? (path, RunFiles.ReadAllBytes(path))
        : throw new UsageException($"--split {path}: file not found");

    private static T Choose<T>(ParseResult parse, Option<string> option, params (string Name, T Value)[] known)
    {
        var text = parse.GetRequiredValue(option);
        var at = Array.FindIndex(known, word => word.Name == text);
        return at >= 0
            ? known[at].Value
            : throw new UsageException($"{option.Name} is '{text}', expected {string.Join(", ", known.Select(word => word.Name))}");
    }
}
