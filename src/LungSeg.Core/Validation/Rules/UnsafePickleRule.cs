using LungSeg.Core.Bytes;

namespace LungSeg.Core.Validation.Rules;

/// <summary>A pickle that names code which a data set does not need.</summary>
internal sealed class UnsafePickleRule : IInputRule
{
    private const int LongestName = 120;

    public RuleInfo Info { get; } =
        new()
        {
            Id = "LS002",
            Name = "unsafe-pickle",
            Severity = Severity.Error,
            ReadsPixels = false,
            NamesRows = false,
            Summary = "the pickle names code that Python would import or run on opening it",
            Why = "pandas.read_pickle runs what a pickle names, with the rights of who opens it; a data set needs none of that.",
            Remedy =
                "Do not open the file with Python; 'lungseg inspect --globals' shows what it would run, and the source should be asked.",
            Command = "lungseg inspect --globals INPUT",
        };

    public IEnumerable<Finding> Check(InputCase input)
    {
        var named = false;
        foreach (var global in input.Input?.Globals.Where(global => !global.IsAllowed) ?? [])
        {
            named = true;
            var name = PrintableText.Escape($"{global.Module}.{global.Name}", LongestName);
            var calls = global.Calls.Count == 0 ? "is named" : $"would be called: {PrintableText.Escape(global.Calls[0], LongestName)}";
            yield return input.Report(Info, $"{name} {calls}") with
            {
                Offset = global.Offset,
                Key = $"{global.Module}.{global.Name}",
            };
        }

        if (!named && input is { Fault: Fault.Unsafe, Fell: { } reason })
        {
            yield return input.Report(Info, reason) with
            {
                Offset = input.FellAt,
            };
        }
    }
}
