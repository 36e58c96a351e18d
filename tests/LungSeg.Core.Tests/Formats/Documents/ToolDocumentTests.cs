using LungSeg.Core.Formats.Documents;
using LungSeg.Core.Model;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Documents;

public sealed class ToolDocumentTests
{
    [Fact]
    public void ToText_Head_HasSchemaToolAndInputs() =>
        Assert.Equal(
            $$"""
            {
              "schema": "lungseg/some-command/1",
              "tool": {
                "name": "lungseg",
                "version": "{{ToolVersion.Text}}"
              },
              "inputs": [
                {
                  "path": "däta/<a>.pkl",
                  "stem": "a",
                  "format": "pickle",
                  "rows": 3,
                  "bytes": 5000000000
                }
              ],
              "texts": [],
              "counts": {
                "LR2": 4
              },
              "numbers": [1,-2,3],
              "mean": null,
              "std": null,
              "share": 0.5
            }

            """.ReplaceLineEndings("\n"),
            ToolDocument.ToText(
                "some-command",
                [new InputFile("däta/<a>.pkl", "a", "pickle", 3, 5_000_000_000)],
                json =>
                {
                    json.WriteTexts("texts", []);
                    json.WriteCounts("counts", [KeyValuePair.Create("LR2", 4L)]);
                    json.WriteOnOneLine("numbers", [1, -2, 3]);
                    json.WriteNumberOrNull("mean", null);
                    json.WriteNumberOrNull("std", double.NaN);
                    json.Write("share", 0.5);
                }
            )
        );

    [Fact]
    public void Record_StandsOnOneLineWithoutItsEnd() =>
        Assert.Equal(
            """{"row":"a:0","hu_min":null,"lesion_px":3}""",
            JsonText.Record(json =>
            {
                json.Write("row", "a:0");
                json.Write("hu_min", double.NegativeInfinity);
                json.Write("lesion_px", 3L);
            })
        );
}
