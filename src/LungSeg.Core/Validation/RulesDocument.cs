using System.Globalization;
using System.Text;

namespace LungSeg.Core.Validation;

/// <summary>Writes docs/rules.md from the rules, so that it always agrees with the code.</summary>
public static class RulesDocument
{
    /// <summary>The text of docs/rules.md.</summary>
    public static string Text()
    {
        var text = new StringBuilder();
        text.Append("# The rules of lungseg validate\n\n");
        text.Append("Written by `lungseg validate --rules --format markdown`. ");
        text.Append("Ids stay; how rules are turned off, and severities and limits changed, is in [validate](validate.md).\n\n");
        text.Append("| id | name | severity | finds |\n|---|---|---|---|\n");
        foreach (var rule in RuleCatalog.All)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| [{rule.Id}](#{Anchor(rule)}) | {rule.Name} | {Severities.Name(rule.Severity)} | {rule.Summary} |\n"
            );
        }
        foreach (var rule in RuleCatalog.All)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"""

                ## {rule.Id} {rule.Name}

                {Sentence(rule.Summary)} ({Severities.Name(rule.Severity)})

                {rule.Why}

                {rule.Remedy}

                """
            );
            foreach (var command in GetCommands(rule))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n`{command}`\n");
            }

            foreach (var limit in ValidationLimits.Defaults.Where(limit => rule.Limits.Contains(limit.Name)))
            {
                text.Append(CultureInfo.InvariantCulture, $"\nLimit `{limit.Name}`: {limit.Meaning}; {limit.Value} unless set.\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> GetCommands(RuleInfo rule)
    {
        if (rule.Command is { } command)
        {
            yield return command;
        }
        if (rule.ChoosesRows)
        {
            yield return $"lungseg convert INPUT -o OUTPUT --without {rule.Name}";
        }
    }

    private static string Anchor(RuleInfo rule) => $"{rule.Id} {rule.Name}".ToLowerInvariant().Replace(' ', '-');

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
