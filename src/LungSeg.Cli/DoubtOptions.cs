using System.CommandLine;
using LungSeg.Core.Formats;

namespace LungSeg.Cli;

/// <summary>Options that say what an input leaves in doubt: classes and places of masks, units and signs of images.</summary>
internal sealed class DoubtOptions
{
    private Option<string?> Lesion { get; } =
        new("--lesion")
        {
            Description = "Classes of the masks that are the lesion, by name or value: tumor, or 2,3; all counts every class",
            HelpName = "CLASSES",
        };

    private Option<string?> MaskPlace { get; } =
        new("--mask-place")
        {
            Description = "Where image and label lie at different places: join them by index, as nnU-Net does, or by place, as viewers do",
            HelpName = "index|world",
        };

    private Option<string?> MaskResample { get; } =
        new("--mask-resample")
        {
            Description = "Resample masks whose pixels lie between those of the image (default: refuse them)",
            HelpName = "nearest",
        };

    private Option<bool> AssumeHu { get; } =
        new("--assume-hu") { Description = "DICOM: take rescaled values for HU although RescaleType names another unit" };

    private Option<string?> AssumeSigned { get; } =
        new("--assume-signed")
        {
            Description = "DICOM: whether stored values are signed where PixelRepresentation is missing",
            HelpName = "yes|no",
        };

    private Option<double> SegThreshold { get; } =
        new("--seg-threshold")
        {
            Description = "Share from which a pixel of a fractional segmentation is lesion",
            HelpName = "T",
            DefaultValueFactory = _ => MaskReading.Default.SegmentThreshold,
        };

    private Option<int> LidcReaders { get; } =
        new("--lidc-readers")
        {
            Description = "Readers of an LIDC reading (XML) that must have marked a pixel",
            HelpName = "N",
            DefaultValueFactory = _ => AnnotationReading.Default.MinReaders,
        };

    private Option<string> LidcOutline { get; } =
        new("--lidc-outline")
        {
            Description = "Whether the pixels of a reader's outline are outside the lesion (LIDC's rule) or in it",
            HelpName = "exclusive|inclusive",
            DefaultValueFactory = _ => "exclusive",
        };

    /// <summary>The options on masks.</summary>
    public Option[] Masks => [Lesion, MaskPlace, MaskResample, SegThreshold];

    /// <summary>The options on images.</summary>
    public Option[] Images => [AssumeHu, AssumeSigned];

    /// <summary>The options on readings of LIDC.</summary>
    public Option[] Annotations => [LidcReaders, LidcOutline];

    /// <summary>How masks are made of readers' outlines.</summary>
    /// <exception cref="UsageException">A value is none of those that an option takes.</exception>
    public AnnotationReading BuildAnnotations(ParseResult parse) =>
        new()
        {
            MinReaders = parse.GetValue(LidcReaders) is var readers and >= 1
                ? readers
                : throw new UsageException("--lidc-readers takes a number from 1 on"),
            IncludesOutline = parse.GetRequiredValue(LidcOutline) switch
            {
                "exclusive" => false,
                "inclusive" => true,
                var other => throw new UsageException($"--lidc-outline is '{other}', expected exclusive or inclusive"),
            },
        };

    /// <summary>What is assumed of CT images.</summary>
    /// <exception cref="UsageException">A value is none of those that an option takes.</exception>
    public CtReading BuildCt(ParseResult parse) =>
        new()
        {
            AssumesHu = parse.GetValue(AssumeHu),
            IsSigned = ParseChoice<bool?>(parse, AssumeSigned, null, ("yes", true), ("no", false)),
        };

    /// <summary>How masks are put on images, and which of their pixels are lesion.</summary>
    /// <exception cref="UsageException">A value is none of those that an option takes.</exception>
    public MaskReading BuildMasks(ParseResult parse) =>
        new()
        {
            Lesion = parse.GetValue(Lesion) is { } lesion ? ColumnText.ParseNames(lesion, Lesion.Name, "tumor or 2,3") : [],
            Place = ParseChoice(
                parse,
                MaskPlace,
                Core.Formats.MaskPlace.Refuse,
                ("index", Core.Formats.MaskPlace.Index),
                ("world", Core.Formats.MaskPlace.World)
            ),
            TakesNearest = ParseChoice(parse, MaskResample, false, ("nearest", true)),
            SegmentThreshold = parse.GetValue(SegThreshold) is > 0 and <= 1 and var share
                ? share
                : throw new UsageException("--seg-threshold takes a number above 0 and up to 1"),
        };

    /// <summary>The value that a word of an option means.</summary>
    private static T ParseChoice<T>(ParseResult parse, Option<string?> option, T missing, params ReadOnlySpan<(string Word, T Value)> known)
    {
        if (parse.GetValue(option) is not { } given)
        {
            return missing;
        }
        foreach (var (word, value) in known)
        {
            if (given == word)
            {
                return value;
            }
        }
        throw new UsageException($"{option.Name} is '{given}', expected {option.HelpName!.Replace("|", " or ", StringComparison.Ordinal)}");
    }
}
