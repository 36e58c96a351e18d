using System.Security.Cryptography;
using System.Text;
using LungSeg.Core.Bytes;

namespace LungSeg.Core.Cards;

/// <summary>All that the documents of a card say.</summary>
internal sealed record CardContent
{
    /// <summary>Stands where nobody said anything.</summary>
    public const string NotStated = "Not stated by the publisher.";

    /// <summary>Stands in drafts where something must be filled in.</summary>
    public const string Open = "TO BE FILLED IN";

    /// <summary>What a person says.</summary>
    public required CardStatements Statements { get; init; }

    /// <summary>What was measured; null where rows cannot be read.</summary>
    public CardFacts? Facts { get; init; }

    /// <summary>The output that is described; null for inputs that lungseg did not write.</summary>
    public OutputDescription? Output { get; init; }

    /// <summary>The files.</summary>
    public required CardResources Resources { get; init; }

    /// <summary>Name, from a person or from the files.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Sentences of the Responsible-AI fields: those of a person, which measured ones of some fields follow, else the measured ones; empty
    /// where there are none.
    /// </summary>
    public required IReadOnlyDictionary<RaiField, IReadOnlyList<string>> Rai { get; init; }

    /// <summary>The measured sentences.</summary>
    public required IReadOnlyDictionary<RaiField, IReadOnlyList<string>> Measured { get; init; }

    /// <summary>The record sets.</summary>
    public IReadOnlyList<RecordSet> RecordSets => field ??= Cards.RecordSets.Create(Facts, Output, Resources);

    /// <summary>
    /// SHA-256 over the measured sentences, by which card.toml knows whether they have changed. A conversion is no other fact of the rows.
    /// </summary>
    public string MeasuredDigest =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join('\n', RaiField.All.Where(rai => rai != RaiField.Manipulation).SelectMany(rai => Measured[rai]))
                )
            )
        );

    /// <summary>Number of rows.</summary>
    public long Rows => Facts?.Summary.Rows ?? Output!.Rows.Count;

    /// <summary>Fields of card.toml without which no card is written: those of publication, and what names of patients ask for.</summary>
    public IReadOnlyList<string> Missing => Statements.GetMissing(Facts is { NamesPatients: true });

    /// <summary>Fields of card.toml that no measurement fills and nobody filled.</summary>
    public IReadOnlyList<string> LeftOpen =>
        [
            .. RaiField.All.Where(rai => rai.Question is not null && !Statements.Rai.ContainsKey(rai.Key)).Select(rai => rai.Key),
            .. Statements.HasSyntheticData is null ? ["has_synthetic_data"] : Array.Empty<string>(),
        ];

    /// <summary>All that a draft leaves open; empty for other cards.</summary>
    public IReadOnlyList<string> OpenInDraft => Statements.IsDraft ? [.. Missing, .. LeftOpen] : [];

    /// <summary>Whether rows name patients and nobody said what that means for them.</summary>
    public bool NeedsPersonal => Missing.Contains(RaiField.Personal.Key);

    /// <summary>Description, from a person or of what was measured.</summary>
    public string Description => Statements.Description ?? Describe();

    /// <summary>Puts a card together.</summary>
    /// <param name="statements">What a person says.</param>
    /// <param name="facts">What was measured; null where rows cannot be read.</param>
    /// <param name="output">The output that is described; null for inputs.</param>
    /// <param name="resources">The files.</param>
    /// <param name="name">Name where a person gives none.</param>
    public static CardContent Create(
        CardStatements statements,
        CardFacts? facts,
        OutputDescription? output,
        CardResources resources,
        string name
    )
    {
        var measured = CardSentences.Create(facts, output);

        // What a person says of a conversion is of the one before, where card.toml was made of its output.
        bool IsFollowed(RaiField field) =>
            field.Question is not null
            || field == RaiField.Manipulation
            || (field == RaiField.Personal && facts is { NamesPatients: true });
        return new CardContent
        {
            Statements = statements,
            Facts = facts,
            Output = output,
            Resources = resources,
            Name = statements.Name ?? name,
            Measured = measured.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value),
            Rai = RaiField.All.ToDictionary(
                field => field,
                field =>
                    statements.Rai.GetValueOrDefault(field.Key) is { Count: > 0 } said
                        ? IsFollowed(field)
                            ? [.. said, .. measured[field].Except(said)]
                            : said
                        : measured[field]
            ),
        };
    }

    /// <summary>
    /// The sentences of a field as documents have them: where there is none, that nothing is stated or is to be filled in.
    /// </summary>
    public IReadOnlyList<string> GetSentences(RaiField field)
    {
        var isOpen = field.Question is not null && !Statements.Rai.ContainsKey(field.Key);
        var mark = Statements.IsDraft ? $"{Open}: {field.Question}" : NotStated;
        return field == RaiField.Personal && NeedsPersonal
                ? [$"{Open}: the rows name patients; say which, of which collection, and what its terms ask.", .. Rai[field]]
            : isOpen || Rai[field].Count == 0 ? [field.Question is null ? SayUnmeasured(field) : mark, .. Rai[field]]
            : Rai[field];
    }

    private static string SayUnmeasured(RaiField field) =>
        field == RaiField.Manipulation
            ? "No manifest of lungseg is there, so what was selected and converted is not known."
            : "The rows were not read, so nothing was measured.";

    private string Describe()
    {
        var text = new StringBuilder($"{Quantity.Of(Rows, "CT slice")} with masks of lung cancer and Lung-RADS classes");
        if (Facts is not null)
        {
            text.Append($": {CardSentences.List(Facts.Statistics.By.Select(group => KeyValuePair.Create(group.Name!, group.Rows)))}");
        }
        if (Output is { Parts.Count: > 0 })
        {
            text.Append($"; parts: {CardSentences.List(Output.Parts)}");
        }
        return text.Append('.').ToString();
    }
}
