using LungSeg.Core.Bytes;
using LungSeg.Core.Model;
using static System.FormattableString;

namespace LungSeg.Core.Matching;

/// <summary>Where rows come from.</summary>
public sealed class MatchReport
{
    private const int MaxNamed = 3;

    internal MatchReport(IReadOnlyList<SliceMatch> matches, SliceIndex index)
    {
        Matches = matches;
        Index = index;
        Notes = [.. ListNotes()];
    }

    /// <summary>One match a row, in their order.</summary>
    public IReadOnlyList<SliceMatch> Matches { get; }

    /// <summary>The index.</summary>
    public SliceIndex Index { get; }

    /// <summary>Number of rows of each kind.</summary>
    public IEnumerable<(SourceKind Kind, int Rows)> Counts =>
        Enum.GetValues<SourceKind>().Select(kind => (kind, Matches.Count(match => match.Kind == kind)));

    /// <summary>Patients of the rows that are equal to an image.</summary>
    public int Patients => CountIds(match => match.Source!.PatientId);

    /// <summary>Series of the rows that are equal to an image.</summary>
    public int Series => CountIds(match => match.Source!.SeriesUid);

    /// <summary>Rows that were not found, by class in the order of suspicion.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> UnmatchedByClass =>
        [
            .. Matches
                .Where(match => match.Kind == SourceKind.None)
                .CountBy(match => match.Row.ClassName ?? LungRads.Missing)
                .OrderBy(count => LungRads.GetRank(count.Key))
                .Select(count => new KeyValuePair<string, long>(count.Key, count.Value)),
        ];

    /// <summary>What is odd, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Patients whose rows stand in several inputs, with those rows.</summary>
    public IEnumerable<IGrouping<string, SliceMatch>> SharedPatients =>
        Matches
            .Where(match => match.IsEqual && match.Source!.PatientId is not null)
            .GroupBy(match => match.Source!.PatientId!, StringComparer.Ordinal)
            .Where(patient => patient.Select(match => match.Row.Input).Distinct().Skip(1).Any());

    private IEnumerable<string> ListNotes()
    {
        var equal = Matches.Where(match => match.IsEqual).ToArray();
        foreach (var twins in equal.GroupBy(match => match.Source!.Identity).Where(group => group.Skip(1).Any()))
        {
            yield return Invariant($"{twins.Count()} rows are one image, {twins.First().Source!.Name}: {Names([.. twins])}");
        }
        var several = Array.FindAll(equal, match => match.OtherSources.Count > 0);
        if (several.Length > 0)
        {
            yield return Invariant(
                $"rows equal to several images of the index, of which the first is taken: {several.Length}: {Names(several)}"
            );
        }
        foreach (var patient in SharedPatients)
        {
            var inputs = patient.Select(match => match.Row.Input.Stem).Distinct();
            var id = PrintableText.Escape(patient.Key, 40);
            yield return Invariant($"patient {id} has rows in {string.Join(" and ", inputs)}: {Names([.. patient])}");
        }
        if (Index.PatientCount == 0 && equal.Length > 0)
        {
            yield return "the index has no ids of patients, as LUNA16 has none: groups are series";
        }
        if (Matches.Any(match => match.Kind == SourceKind.None) && Index.SeriesCount < SliceIndex.CollectionSeries)
        {
            var held = Invariant($"the index holds {Index.SeriesCount} of the {SliceIndex.CollectionSeries} series of LIDC-IDRI");
            yield return $"{held}: rows that were not found may be of the rest";
        }
    }

    private int CountIds(Func<SliceMatch, string?> id) =>
        Matches.Where(match => match.IsEqual).Select(id).OfType<string>().Distinct(StringComparer.Ordinal).Count();

    private static string Names(SliceMatch[] matches) => ShortList.Join(matches, MaxNamed, match => match.Row.Name);
}
