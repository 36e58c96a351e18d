using LungSeg.Core.Validation.Rules;

namespace LungSeg.Core.Validation;

/// <summary>All rules, in the order of their ids.</summary>
public static class RuleCatalog
{
    internal static IReadOnlyList<IRule> Rules { get; } =
    [
        new UnreadableInputRule(),
        new UnsafePickleRule(),
        new MissingColumnRule(),
        new CellTypeRule(),
        new ForeignNamesRule(),
        new ShapesDifferInRowRule(),
        new ShapeDiffersRule(),
        new MaskTypeRule(),
        new MaskValuesRule(),
        new HuTypeRule(),
        new NotFiniteRule(),
        new HuRangeRule(),
        new HuFractionRule(),
        new PaddingRule(),
        new UnknownLabelRule(),
        new LabelMaskRule(),
        new LesionOutsideBodyRule(),
        new LesionTooBigRule(),
        new ManyComponentsRule(),
        new HuNotFromOldRule(),
        new RawStoredRule(),
        new BodyKeptRule(),
        new LungLostRule(),
        new LesionLostRule(),
        new LesionCutRule(),
        new NotLungRule(),
        new ExactDuplicateRule(),
        new NearDuplicateRule(),
        new DuplicateConflictRule(),
        new LeakageRule(),
        new ClassCountsRule(),
        new DuplicateAcrossInputsRule(),
        new IdConflictRule(),
        new GeometryDiffersRule(),
        new UnmarkedNoduleRule(),
    ];

    /// <summary>Id, name and explanation of each rule.</summary>
    public static IReadOnlyList<RuleInfo> All { get; } = [.. Rules.Select(rule => rule.Info)];

    /// <summary>The rule of an id or a name, or null.</summary>
    public static RuleInfo? Find(string idOrName) =>
        All.FirstOrDefault(rule => string.Equals(rule.Id, idOrName, StringComparison.OrdinalIgnoreCase) || rule.Name == idOrName);
}
