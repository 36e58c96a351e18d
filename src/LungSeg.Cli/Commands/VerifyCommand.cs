using System.CommandLine;

namespace LungSeg.Cli.Commands;

/// <summary><c>verify</c>: compares files with the sizes and digests in a manifest, and makes such a manifest.</summary>
internal sealed class VerifyCommand : CliCommand
{
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "File or folder to check; an output of lungseg needs no --manifest, since it has one",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _manifest = new("--manifest")
    {
        Description = "What the files should be: lines of sha256sum, or a manifest of lungseg; - for standard input",
        HelpName = "FILE",
    };

    private readonly Option<string?> _make = new("--make")
    {
        Description = "Write the manifest of the inputs: paths, sizes, SHA-256; as lines of sha256sum where FILE ends in .sha256",
        HelpName = "FILE",
    };

    private readonly Option<string?> _download = new("--download-url")
    {
        Description = "Where the file can be downloaded: then the curl line that completes a cut file is given; of a folder, it ends in /",
        HelpName = "URL",
    };

    public VerifyCommand()
        : base(
            "verify",
            """
            Are the files whole and unchanged? Compares them with published checksums, or an output with its own manifest.
            Says what is changed, cut, missing or added, and how many rows of a cut file are whole.

            Examples:
              lungseg verify lung_cancer_train.pkl --manifest SHA256SUMS
              lungseg verify png/
              lungseg verify lung_cancer_train.pkl lung_cancer_test.pkl --make SHA256SUMS
            """
        )
    {
        Arguments.Add(_inputs);
        AddOptions(_manifest, _make, _download);
        AddOptions(Common.Force, Common.Json);
        AddOptions(Common.Printing);
        AddOptions(Common.General);
    }

    /// <summary>The data sets of a project are other inputs than files with a manifest.</summary>
    public override bool TakesConfiguredInputs(ParseResult parse) => false;

    public override CommandRequest Build(ParseResult parse, Terminal terminal)
    {
        var inputs = parse.GetRequiredValue(_inputs);
        var settings = Common.BuildSettings(parse) with { Inputs = inputs };
        if (inputs.Contains("-"))
        {
            throw new UsageException("verify reads files and folders; standard input has no name that a manifest could state");
        }
        if (parse.GetValue(_make) is { } target)
        {
            foreach (var option in (Option[])[_manifest, _download, Common.Json, Common.Plain])
            {
                if (IsGiven(parse, option))
                {
                    throw new UsageException($"{option.Name} is for a check: it does not go with --make");
                }
            }
            return new MakeManifestRequest { Settings = settings, Target = target };
        }
        if (settings.Force)
        {
            throw new UsageException("--force goes with --make");
        }
        return new VerifyRequest
        {
            Settings = settings,
            Manifest = parse.GetValue(_manifest),
            Download = parse.GetValue(_download) is { } url ? DownloadAddress.Parse(url) : null,
        };
    }
}
