using LungSeg.Cli.Output;
using Xunit;

namespace LungSeg.Cli.Tests.Output;

public sealed class ProgressTests
{
    [Fact]
    public void Advance_TwoStepsForEachRow_CountsRowsOnce()
    {
        using var text = new StringWriter();
        var terminal = new Terminal
        {
            OpenInput = () => Stream.Null,
            Out = TextWriter.Null,
            Error = text,
            ErrorIsTerminal = true,
        };
        using (var progress = Progress.Start(terminal, 10, quiet: false, steps: 20))
        {
            for (var i = 0; i < 9; i++)
            {
                progress.Advance();
            }

            Assert.Equal(string.Empty, text.ToString());
            Thread.Sleep(1100);
            progress.Advance();
            Assert.Matches("^\r5/10 rows, [1-9] s left $", text.ToString());
        }

        Assert.EndsWith("\r", text.ToString(), StringComparison.Ordinal);
    }
}
