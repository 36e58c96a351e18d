using LungSeg.Core.Model;

namespace LungSeg.Core.Validation;

/// <summary>The columns that rules judge: of each list, an input has at least one.</summary>
internal static class RuleColumns
{
    private static readonly string[] AnyOfHu = [DatasetColumns.Hu, DatasetColumns.HuOld];

    public static IReadOnlyList<IReadOnlyList<string>> Label { get; } = RequireAll(DatasetColumns.Label);

    public static IReadOnlyList<IReadOnlyList<string>> Mask { get; } = RequireAll(DatasetColumns.Mask);

    public static IReadOnlyList<IReadOnlyList<string>> LabelAndMask { get; } = RequireAll(DatasetColumns.Label, DatasetColumns.Mask);

    public static IReadOnlyList<IReadOnlyList<string>> HuOld { get; } = RequireAll(DatasetColumns.HuOld);

    public static IReadOnlyList<IReadOnlyList<string>> MaskAndHuOld { get; } = RequireAll(DatasetColumns.Mask, DatasetColumns.HuOld);

    public static IReadOnlyList<IReadOnlyList<string>> BothHu { get; } = RequireAll(DatasetColumns.Hu, DatasetColumns.HuOld);

    public static IReadOnlyList<IReadOnlyList<string>> MaskAndBothHu { get; } = [.. Mask, .. BothHu];

    public static IReadOnlyList<IReadOnlyList<string>> AnyHu { get; } = [AnyOfHu];

    public static IReadOnlyList<IReadOnlyList<string>> MaskAndAnyHu { get; } = [.. Mask, AnyOfHu];

    public static IReadOnlyList<IReadOnlyList<string>> AnyArray { get; } =
    [
        [DatasetColumns.Mask, .. AnyOfHu],
    ];

    private static string[][] RequireAll(params string[] names) => [.. names.Select(name => new[] { name })];
}
