using LungSeg.Core.Bytes;
using LungSeg.Core.Bytes.Outputs;

namespace LungSeg.Cli;

/// <summary>Words the library's errors for the command line: the one place that turns parameters into options.</summary>
internal static class ErrorText
{
    /// <summary>The message of an error, with the option that it is about and with what to type next.</summary>
    public static string Describe(Exception e) =>
        e switch
        {
            InvalidRequestException request => Subject(request.Parameter) + request.Message + Advice(request.Hint),
            DatasetFormatException format => format.Message + Advice(format.Hint),
            OutputExistsException output => output.Message + Advice(output.Hint),
            _ => e.Message,
        };

    /// <summary>What is wrong with an input, without its path and byte, and what to type next.</summary>
    public static string GetDetail(DatasetFormatException e) => e.Detail + Advice(e.Hint);

    /// <summary>The option that sets a parameter; null where no option does.</summary>
    public static string? GetOption(RequestParameter parameter) =>
        parameter switch
        {
            RequestParameter.Column => "--column",
            RequestParameter.DType => "--dtype",
            RequestParameter.Folds => "--folds",
            RequestParameter.Format => "--to",
            RequestParameter.Globals => "--globals",
            RequestParameter.HuMethod => "--hu-array",
            RequestParameter.Image => "--image",
            RequestParameter.InputFormat => "--from",
            RequestParameter.LabelMap => "--label-map",
            RequestParameter.Labels => "--label",
            RequestParameter.LeakedRows => "--leaked",
            RequestParameter.LesionCrop => "--lesion-crop",
            RequestParameter.LesionCategories => "--classes",
            RequestParameter.MaskFolder => "--masks",
            RequestParameter.MaskValue => "--mask-value",
            RequestParameter.NnUnetId => "--dataset-id",
            RequestParameter.Output => "--output",
            RequestParameter.Overwrite => "--force",
            RequestParameter.Parts => "--parts",
            RequestParameter.PickleProtocol => "--protocol",
            RequestParameter.Repeats => "--repeat",
            RequestParameter.RowFilter => "--where",
            RequestParameter.Rows => "--rows",
            RequestParameter.ShardMegabytes => "--shard-size",
            RequestParameter.Size => "--size",
            RequestParameter.Split => "--split",
            RequestParameter.Verify => "--verify",
            RequestParameter.Window => "--window",
            _ => null,
        };

    // Messages about rows and outputs quote what was typed, and several options take it.
    private static string Subject(RequestParameter parameter) =>
        parameter is not (RequestParameter.Rows or RequestParameter.Output) && GetOption(parameter) is { } option
            ? $"{option}: "
            : string.Empty;

    private static string Advice(RequestHint? hint) =>
        hint is null
            ? string.Empty
            : "; "
                + hint.Parameter switch
                {
                    RequestParameter.Column => "use --column NAME to say what a bare array is",
                    RequestParameter.Format => $"use 'lungseg convert --to {hint.Value}'",
                    RequestParameter.Globals => "see what it would do with 'inspect --globals'",
                    RequestParameter.Image => $"use --image {hint.Value} where there is one",
                    RequestParameter.MaskFolder => "use --masks FOLDER to join masks to rows",
                    RequestParameter.Overwrite => "choose another name or use --force",
                    RequestParameter.Rows => "use --rows ITEMS to leave rows out",
                    RequestParameter.Split => "use 'lungseg split --check FILE' to look into it",
                    var parameter => $"use {GetOption(parameter)} {hint.Value ?? "N"}",
                };
}
