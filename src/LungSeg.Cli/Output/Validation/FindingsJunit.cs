using System.Globalization;
using System.Xml;
using LungSeg.Core.Validation;

namespace LungSeg.Cli.Output.Validation;

/// <summary>Findings as JUnit XML: one suite an input, one case a rule.</summary>
internal static class FindingsJunit
{
    public static void Write(ValidationOutcome outcome, TextWriter output)
    {
        var suites = outcome.Inputs.Select(input => Suite.Create(outcome, input.Path, input.Stem)).ToArray();
        using var xml = XmlWriter.Create(
            output,
            new XmlWriterSettings
            {
                Indent = true,
                NewLineChars = "\n",
                OmitXmlDeclaration = true,
                CloseOutput = false,
            }
        );
        output.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "lungseg validate");
        WriteTotals(xml, suites);
        foreach (var suite in suites)
        {
            WriteSuite(xml, suite, outcome);
        }
        xml.WriteEndElement();
        xml.Flush();
        output.WriteLine();
    }

    private static void WriteSuite(XmlWriter xml, Suite suite, ValidationOutcome outcome)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Legal(suite.Path));
        WriteTotals(xml, [suite]);
        foreach (var (rule, findings, reason) in suite.Cases)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Legal($"lungseg.validate.{suite.Stem}"));
            xml.WriteAttributeString("name", $"{rule.Id} {rule.Name}");
            if (findings is null)
            {
                xml.WriteStartElement("skipped");
                if (reason is not null)
                {
                    xml.WriteAttributeString("message", Legal(reason));
                }

                xml.WriteEndElement();
            }
            else if (findings.Length > 0)
            {
                WriteFindings(xml, rule, findings, findings.Any(outcome.Fails));
            }
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <summary>The text is in the body as well as in the message, since some readers show only one of them.</summary>
    private static void WriteFindings(XmlWriter xml, RuleInfo rule, Finding[] findings, bool fails)
    {
        xml.WriteStartElement(fails ? "failure" : "system-out");
        if (fails)
        {
            xml.WriteAttributeString("message", Legal($"{rule.Summary}: {FindingPlaces.List(findings)}"));
            xml.WriteAttributeString("type", Severities.Name(findings.Max(finding => finding.Severity)));
        }

        xml.WriteString(
            Legal(
                string.Join(
                    '\n',
                    findings.Select(finding => $"{Severities.Name(finding.Severity)}: {FindingPlaces.Describe(finding)}: {finding.Message}")
                )
            )
        );
        xml.WriteEndElement();
    }

    private static void WriteTotals(XmlWriter xml, Suite[] suites)
    {
        void Total(string name, Func<Suite, int> count) =>
            xml.WriteAttributeString(name, suites.Sum(count).ToString(CultureInfo.InvariantCulture));
        Total("tests", suite => suite.Cases.Count);
        Total("failures", suite => suite.Failures);
        xml.WriteAttributeString("errors", "0");
        Total("skipped", suite => suite.Cases.Count(one => one.Findings is null));
    }

    /// <summary>Removes the characters that XML 1.0 cannot hold.</summary>
    private static string Legal(string text) =>
        string.Concat(
            text.EnumerateRunes()
                .Select(rune => rune.Value is '\t' or '\n' or '\r' or >= 0x20 and not (0xFFFE or 0xFFFF) ? rune.ToString() : "?")
        );

    /// <summary>A rule over an input.</summary>
    /// <param name="Rule">The rule.</param>
    /// <param name="Findings">Its findings; null where it did not judge the input.</param>
    /// <param name="Reason">Why it did not; null where it did, or was not asked for.</param>
    private sealed record SuiteCase(RuleInfo Rule, Finding[]? Findings, string? Reason);

    private sealed record Suite(string Path, string Stem, IReadOnlyList<SuiteCase> Cases, int Failures)
    {
        public static Suite Create(ValidationOutcome outcome, string path, string stem)
        {
            var found = outcome.New.Where(finding => finding.Path == path && finding.Stem == stem).ToLookup(finding => finding.Rule.Id);
            // A rule without a finding has not seen an input that could not be opened, or one that lacks what it judges.
            var refused = outcome.Refused.FirstOrDefault(input => input.Path == path && input.Stem == stem);
            var input = outcome.Dataset.Inputs.FirstOrDefault(input => input.Path == path && input.Stem == stem);
            var asked = outcome
                .Report.RulesRun.Concat(outcome.Report.RulesSkipped.Select(skipped => skipped.Rule))
                .Select(rule => rule.Id)
                .ToHashSet();
            SuiteCase[] cases =
            [
                .. RuleCatalog
                    .All.Where(rule => !rule.NeedsCollection || asked.Contains(rule.Id))
                    .Select(rule =>
                    {
                        var reason =
                            !asked.Contains(rule.Id) || found.Contains(rule.Id) ? null
                            : refused is not null ? "the input could not be read"
                            : input is not null && rule.FindMissing(input) is { } missing ? $"the input has no {missing}"
                            : null;
                        return new SuiteCase(rule, asked.Contains(rule.Id) && reason is null ? [.. found[rule.Id]] : null, reason);
                    }),
            ];
            return new Suite(path, stem, cases, cases.Count(one => one.Findings?.Any(outcome.Fails) ?? false));
        }
    }
}
