using LungSeg.Core.Datasets;

namespace LungSeg.Core.Cards;

/// <summary>What a person says of a data set. Nothing of it is ever made up: what is not said stays open.</summary>
public sealed record CardStatements
{
    /// <summary>Name of the data set; null to take the names of its files.</summary>
    public string? Name { get; init; }

    /// <summary>Description; null to describe what was measured.</summary>
    public string? Description { get; init; }

    /// <summary>URL of the licence.</summary>
    public string? License { get; init; }

    /// <summary>Persons or organisations that made the data set.</summary>
    public IReadOnlyList<string> Creators { get; init; } = [];

    /// <summary>Page of the data set.</summary>
    public string? Url { get; init; }

    /// <summary>Day of publication, <c>2026-01-31</c>.</summary>
    public string? Date { get; init; }

    /// <summary>Version of the data set; null for none.</summary>
    public string? Version { get; init; }

    /// <summary>Who publishes it; null for none.</summary>
    public string? Publisher { get; init; }

    /// <summary>Citation, BibTeX; null for none.</summary>
    public string? CiteAs { get; init; }

    /// <summary>Keywords.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>URLs of data sets that this one was made from.</summary>
    public IReadOnlyList<string> DerivedFrom { get; init; } = [];

    /// <summary>Whether it holds synthetic data; null where nobody said so.</summary>
    public bool? HasSyntheticData { get; init; }

    /// <summary>Sentences of Responsible-AI fields, by their names in card.toml; they replace what is measured.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Rai { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The keys that <see cref="Rai"/> can have.</summary>
    public static IReadOnlyList<string> RaiKeys { get; } = [.. RaiField.All.Select(field => field.Key)];

    /// <summary>Digest of the measured sentences when card.toml was written; null where it has none.</summary>
    public string? MeasuredDigest { get; init; }

    /// <summary>Whether a card is written although something is open; the card marks it.</summary>
    public bool IsDraft { get; init; }

    /// <summary>What every card needs of a person and these statements lack: keys of card.toml.</summary>
    public IReadOnlyList<string> MissingOfAll =>
        [
            .. License is null ? ["license"] : Array.Empty<string>(),
            .. Creators.Count == 0 ? ["creators"] : Array.Empty<string>(),
            .. Url is null ? ["url"] : Array.Empty<string>(),
            .. Date is null ? ["date"] : Array.Empty<string>(),
        ];

    /// <summary>
    /// What a card of rows needs of a person and these statements lack: keys of card.toml. The index alone says so, before any work.
    /// </summary>
    public IReadOnlyList<string> GetMissing(IEnumerable<DatasetRow> rows) => GetMissing(CardFacts.NamePatients(rows));

    /// <inheritdoc cref="GetMissing(IEnumerable{DatasetRow})"/>
    /// <param name="namesPatients">Whether the rows name patients.</param>
    internal IReadOnlyList<string> GetMissing(bool namesPatients) =>
        [.. MissingOfAll, .. namesPatients && !Rai.ContainsKey(RaiField.Personal.Key) ? [RaiField.Personal.Key] : Array.Empty<string>()];

    /// <summary>These statements, and where they say nothing those of <paramref name="other"/>.</summary>
    public CardStatements Or(CardStatements other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new CardStatements
        {
            Name = Name ?? other.Name,
            Description = Description ?? other.Description,
            License = License ?? other.License,
            Creators = Creators.Count > 0 ? Creators : other.Creators,
            Url = Url ?? other.Url,
            Date = Date ?? other.Date,
            Version = Version ?? other.Version,
            Publisher = Publisher ?? other.Publisher,
            CiteAs = CiteAs ?? other.CiteAs,
            Keywords = Keywords.Count > 0 ? Keywords : other.Keywords,
            DerivedFrom = DerivedFrom.Count > 0 ? DerivedFrom : other.DerivedFrom,
            HasSyntheticData = HasSyntheticData ?? other.HasSyntheticData,
            Rai = Rai.Concat(other.Rai.Where(field => !Rai.ContainsKey(field.Key))).ToDictionary(),
            MeasuredDigest = MeasuredDigest ?? other.MeasuredDigest,
            IsDraft = IsDraft || other.IsDraft,
        };
    }
}
