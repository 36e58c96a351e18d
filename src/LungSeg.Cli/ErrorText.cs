using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;
using LungSeg.Core.Statistics;
using LungSeg.Core.Validation;

namespace LungSeg.Cli;

/// <summary>Turns errors of the library into messages of the command line. Only this class maps parameters to options.</summary>
internal static class ErrorText
{
    // Letters of a word that is looked for within the names of rules.
    private const int ShortestPart = 3;

    /// <summary>The message of an error, with its option and with advice.</summary>
    public static string Describe(Exception e) =>
        e switch
        {
            InvalidRequestException request => Subject(request.Parameter) + request.Message + Advice(request.Hint),
            DatasetFormatException format => format.Message + Advice(format.Hint),
            OutputExistsException output => output.Message + Advice(output.Hint),
            _ => e.Message,
        };

    /// <summary>A note with advice.</summary>
    public static string Describe(RequestNote note) => note.Text + Advice(note.Hint);

    /// <summary>The fault of an input, without path and offset, with advice.</summary>
    public static string GetDetail(DatasetFormatException e) => e.Detail + Advice(e.Hint);

    /// <summary>The option that sets a parameter; null where no option does.</summary>
    public static string? GetOption(RequestParameter parameter) =>
        parameter switch
        {
            RequestParameter.AssumeHu => "--assume-hu",
            RequestParameter.AssumeSigned => "--assume-signed",
            RequestParameter.Column => "--column",
            RequestParameter.Columns => "--columns",
            RequestParameter.Context => "--context",
            RequestParameter.DType => "--dtype",
            RequestParameter.Folds => "--folds",
            RequestParameter.Format => "--to",
            RequestParameter.Globals => "--globals",
            RequestParameter.HuMethod => "--hu-array",
            RequestParameter.Image => "--image",
            RequestParameter.InputFormat => "--from",
            RequestParameter.JoinColumn => "--on",
            RequestParameter.JoinedTable => "--columns-from",
            RequestParameter.LabelMap => "--label-map",
            RequestParameter.LabelNames => "--label-names",
            RequestParameter.Labels => "--label",
            RequestParameter.LeakedRows => "--leaked",
            RequestParameter.Lesion => "--lesion",
            RequestParameter.LesionCrop => "--lesion-crop",
            RequestParameter.LesionArea => "--lesion-area",
            RequestParameter.LesionCategories => "--classes",
            RequestParameter.MaskFolder => "--masks",
            RequestParameter.MaskPlace => "--mask-place",
            RequestParameter.MaskResample => "--mask-resample",
            RequestParameter.MaskValue => "--mask-value",
            RequestParameter.NnUnetId => "--dataset-id",
            RequestParameter.Output => "--output",
            RequestParameter.Overwrite => "--force",
            RequestParameter.Parts => "--parts",
            RequestParameter.PickleProtocol => "--protocol",
            RequestParameter.PredictionColumn => "--prediction-column",
            RequestParameter.PredictionResize => "--resize",
            RequestParameter.Preset => "--preset",
            RequestParameter.Probability => "--probability",
            RequestParameter.Repeats => "--repeat",
            RequestParameter.RowFilter => "--where",
            RequestParameter.Rows => "--rows",
            RequestParameter.ShardMegabytes => "--shard-size",
            RequestParameter.Size => "--size",
            RequestParameter.Split => "--split",
            RequestParameter.SplitBy => "--split-by",
            RequestParameter.TrainingData => "--train",
            RequestParameter.ValidationRule => "--only",
            RequestParameter.Salvage => "--salvage",
            RequestParameter.Window => "--window",
            RequestParameter.WithoutMarks => "--without-marks",
            RequestParameter.WithoutRules => "--without",
            RequestParameter.WithRules => "--with",
            _ => null,
        };

    // Messages about rows and outputs already quote the value, which several options can set.
    private static string Subject(RequestParameter parameter) =>
        parameter is not (RequestParameter.Rows or RequestParameter.Output) && GetOption(parameter) is { } option
            ? $"{option}: "
            : string.Empty;

    /// <summary>The figure that a mistyped name may mean, and where all names stand.</summary>
    private static string DescribeFigure(string typed) =>
        SuggestNearest(typed, FigureColumns.All.Select(column => column.Name))
        + "'lungseg stats --csv - INPUT' prints all names in its first line";

    /// <summary>The rule that a mistyped name may mean, and where all names stand.</summary>
    public static string DescribeRule(string typed)
    {
        // A word for several rules, such as duplicates, is near none of them.
        var part = typed.ToLowerInvariant().TrimEnd('s');
        string[] named =
            part.Length < ShortestPart ? [] : [.. RuleCatalog.All.Select(rule => rule.Name).Where(name => name.Contains(part))];
        var nearest = SuggestNearest(typed, RuleCatalog.All.SelectMany(rule => new[] { rule.Id, rule.Name }));
        return (nearest.Length > 0 || named.Length == 0 ? nearest : $"did you mean {string.Join(", ", named)}? ")
            + "'lungseg validate --rules' lists them";
    }

    private static string SuggestNearest(string typed, IEnumerable<string> known) =>
        NearestWord.To(typed, known) is { } nearest ? $"did you mean {nearest}? " : string.Empty;

    private static string Advice(RequestHint? hint) =>
        hint is null
            ? string.Empty
            : "; "
                + hint.Parameter switch
                {
                    RequestParameter.Columns when hint.Value is not null => $"use --columns {Quote(hint.Value)}",
                    RequestParameter.AssumeHu => "use --assume-hu where they are HU all the same",
                    RequestParameter.Column => "use --column NAME to say what a bare array is",
                    RequestParameter.Format => $"use 'lungseg convert --to {hint.Value}'",
                    RequestParameter.Globals => "see what it would do with 'inspect --globals'",
                    RequestParameter.Image => $"use --image {hint.Value} where there is one",
                    RequestParameter.Lesion => $"use --lesion {Quote(hint.Value)} or another name, several with commas, or all",
                    RequestParameter.MaskFolder when hint.Value is not null => $"read its CT series with --masks {Quote(hint.Value)}",
                    RequestParameter.MaskFolder => "use --masks FOLDER to join masks to rows",
                    RequestParameter.TrainingData => "use --train INPUT, which compares by content",
                    RequestParameter.Overwrite => "choose another name or use --force",
                    RequestParameter.RowFilter => DescribeFigure(hint.Value!),
                    RequestParameter.ValidationRule => DescribeRule(hint.Value!),
                    RequestParameter.Rows => "use --rows ITEMS to leave rows out",
                    RequestParameter.JoinedTable => $"--columns-from {Quote(hint.Value)} joins its columns to them",
                    RequestParameter.Split when hint.Value is not null =>
                        $"--split {Quote(hint.Value)} applies it, 'lungseg split --check' proves it",
                    RequestParameter.WithoutMarks => $"--without-marks {Quote(hint.Value)} leaves rows out",
                    RequestParameter.SplitBy => $"use --split-by {hint.Value} to apply it by content",
                    RequestParameter.Split => "use 'lungseg split --check FILE' to list its faults",
                    var parameter => $"use {GetOption(parameter)} {hint.Value ?? "N"}",
                };

    /// <summary>A value as a shell takes it.</summary>
    public static string Quote(string? value) =>
        value is null ? "NAME"
        : value.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '=' or ',' or '#') ? value
        : $"'{PrintableText.Escape(value).Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
