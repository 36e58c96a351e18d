using LungSeg.Core.Matching;

namespace LungSeg.Core.Validation;

/// <summary>Options of a validation.</summary>
public sealed record ValidationOptions
{
    /// <summary>Ids of the rules to run; null for all.</summary>
    public IReadOnlySet<string>? Rules { get; init; }

    /// <summary>Ids of rules that the user named. They run, with their default severity, even where settings turn them off.</summary>
    public IReadOnlySet<string> Named { get; init; } = new HashSet<string>();

    /// <summary>Settings for all inputs.</summary>
    public RuleSettings Settings { get; init; } = RuleSettings.Default;

    /// <summary>Settings for some inputs. They override <see cref="Settings"/>, and later entries override earlier ones.</summary>
    public IReadOnlyList<PathSettings> Paths { get; init; } = [];

    /// <summary>Where rows come from, for rules that ask it; null where no collection is known.</summary>
    public MatchReport? Matches { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Called after each row, from any thread.</summary>
    public Action? RowDone { get; init; }

    /// <summary>The settings that hold for one input.</summary>
    public RuleSettings GetSettings(string path) =>
        Paths.Where(paths => paths.Fits(path)).Aggregate(Settings, (settings, paths) => settings.With(paths.Settings));
}
