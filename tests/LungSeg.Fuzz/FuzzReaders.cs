using LungSeg.Cli;
using LungSeg.Core.Datasets;
using LungSeg.Core.Formats;
using LungSeg.Core.Grouping;
using LungSeg.Core.Splitting;
using LungSeg.Core.Splitting.Documents;
using LungSeg.Core.Statistics.Documents;

namespace LungSeg.Fuzz;

/// <summary>
/// All readers there are, with whole inputs from the fixtures of the tests, which numpy, pandas, pydicom, nibabel and Pillow wrote.
/// </summary>
internal sealed class FuzzReaders
{
    private const int LargestSeed = 64 << 10;
    private const string Config = """
        {"validate":{"fail_on":"warning","rules":{"lesion-cut":"off","LS034":"error"},"limits":{"lesion_kept":0.8},
        "paths":[{"path":"*_old.pkl","rules":{"hu-fraction":"off"}},{"path":"data/*","limits":{"hu_min":-32768}}]}}
        """;
    private const string Labels = "row,label1,note\r\n\"sample:0\",LR2,\"x, \"\"y\"\"\"\r\nsample:1,LR4A,\r\nsample:2,,\r\n";
    private const string Columns = """
        row,key,patient_id,age,score,flag,label
        sample:0,,1,40,0.5,true,LR2
        other:9,0123456789abcdef0123456789abcdef,x,-3,7,,LR3
        sample:1,,2.0,,1e3,False,"x, ""y"" z"
        """;
    private const string Groups = "row,group\na:0,g1\na:1,g1\nb:0,g2\n";
    private const string SplitTable = "row,part,fold,group,label\na:0,train,0,g1,LR2\na:1,train,1,g2,LR3\nb:0,test,,g3,\n";
    private const string SplitDocument = """
        {"schema":"lungseg/split/1","seed":1,"assignments":[{"row":"a:0","part":"train","fold":0,"group":"g1","label":"LR2"},
        {"row":"a:1","part":"test","fold":null,"group":null,"label":null}]}
        """;
    private const string SplitCases =
        """[{"train":["a_00001","b_00000"],"val":["a_00000"]},{"train":["a_00000"],"val":["a_00001","b_00000"]}]""";

    private const string Tagged =
        "\\SHA256 (a\\nb) = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n# x\r\n"
        + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad *b/./c\r\n";

    private readonly string _fixtures;
    private readonly string _work;
    private readonly string _sample;
    private readonly string _output;
    private readonly string _split;

    /// <summary>The readers.</summary>
    /// <param name="repository">Folder of the sources.</param>
    /// <param name="work">Folder for files that last as long as the run.</param>
    public FuzzReaders(string repository, string work)
    {
        _fixtures = Path.Combine(repository, "tests", "LungSeg.Core.Tests", "Fixtures");
        _work = work;
        _sample = Path.Combine(work, "sample.pkl");
        _output = Path.Combine(work, "set.npz");
        _split = Path.Combine(work, "split.csv");
    }

    /// <summary>Names of all readers.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "pickle",
        "npy",
        "npz",
        "packed",
        "nifti",
        "nifti2",
        "metaimage",
        "parquet",
        "hdf5",
        "webdataset",
        "tiff",
        "outputs",
        "dicom",
        "dicom-folder",
        "dicom-structures",
        "dicom-jpeg",
        "folder",
        "pictures",
        "masks",
        "labels",
        "columns",
        "groups",
        "split",
        "statistics",
        "config",
        "baseline",
        "manifest",
        "checksums",
        "card",
        "commands",
    ];

    /// <summary>A reader by its name.</summary>
    public FuzzReader Find(string name)
    {
        Directory.CreateDirectory(_work);
        if (!File.Exists(_sample))
        {
            Cli("demo", "-o", _sample, "--rows", "3", "--side", "64", "-q");
        }
        return name switch
        {
            "pickle" => new(
                name,
                ".pkl",
                [.. Files("Pickle", ".pkl"), .. Files("Pandas3Like", ".pkl"), .. Files("PickleForms", ".pkl")],
                Read("pickle")
            ),
            "npy" => new(name, ".npy", Files("Numpy", ".npy"), Read("npy")),
            "npz" => new(name, ".npz", Files("Npz", ".npz"), Read("npz")),
            "packed" => new(name, string.Empty, [.. Files("Packed", string.Empty), .. Files("Compressed", string.Empty)], Read(null)),
            "nifti" => new(name, ".nii", Files("Nifti", ".nii"), Read("nifti")),
            "nifti2" => new(name, ".nii", [.. Files("Nifti", ".nii").Take(6).Select(VolumeSeeds.WidenNifti)], Read("nifti")),
            "metaimage" => new(name, string.Empty, VolumeSeeds.MetaImages, Read("metaimage")),
            "parquet" => new(name, ".parquet", [Converted("set.parquet")], Read("parquet")),
            "hdf5" => new(name, ".h5", [Converted("set.h5"), .. Files("ReadBack", ".h5")], Read("hdf5")),
            "webdataset" => new(name, ".tar", Files("ReadBack", ".tar"), Read("webdataset")),
            "tiff" => new(
                name,
                string.Empty,
                [.. Files(Path.Combine("ReadBack", "tiff"), ".tif").Select(Pair), Converted("tiff")],
                Read("tiff")
            ),
            "outputs" => new(
                name,
                string.Empty,
                [.. new[] { "nifti", "npy", "png16", "monai", "nnunet", "webdataset" }.Select(Converted)],
                Read(null)
            ),
            "dicom" => new(name, ".dcm", Files("Dicom", ".dcm"), Read("dicom")),
            "dicom-folder" => new(name, string.Empty, [FuzzSeed.OfFolder(Path.Combine(_fixtures, "Dicom", "series"))], Read("dicom")),
            "dicom-structures" => new(
                name,
                string.Empty,
                [
                    FuzzSeed.OfFolder(Path.Combine(_fixtures, "Dicom", "structures")),
                    FuzzSeed.OfFolder(Path.Combine(_fixtures, "Dicom", "label_map")),
                ],
                ReadStructures
            ),
            "dicom-jpeg" => new(
                name,
                ".dcm",
                [.. Files("Dicom", ".dcm").Where(seed => seed.Name.StartsWith("jpeg", StringComparison.Ordinal))],
                Read("dicom")
            ),
            "folder" => new(
                name,
                string.Empty,
                [.. Folders().Where(seed => !seed.Name.StartsWith("masks", StringComparison.Ordinal))],
                Read(null)
            ),
            "pictures" => new(name, string.Empty, [.. Pictures()], PictureProbe.Run),
            "masks" => new(name, string.Empty, [.. Folders().Where(seed => seed.Name == "masks_by_file")], ReadMasks),
            "labels" => new(name, ".csv", [FuzzSeed.OfText(name, Labels)], ReadLabels),
            "columns" => new(
                name,
                string.Empty,
                [FuzzSeed.OfText(name, Columns), FuzzSeed.OfText(name, Columns.Replace(',', ';')), .. Files("Npz", ".npz").Take(2)],
                ReadColumns
            ),
            "groups" => new(name, ".csv", [FuzzSeed.OfText(name, Groups)], (path, _) => GroupFile.ReadIds(path)),
            "split" => new(
                name,
                ".json",
                [FuzzSeed.OfText(name, SplitTable), FuzzSeed.OfText(name, SplitDocument), FuzzSeed.OfText(name, SplitCases)],
                ReadSplit
            ),
            "statistics" => new(
                name,
                ".json",
                [FuzzSeed.OfText(name, Cli("stats", _sample, "--json", "-q"))],
                (path, _) => StatisticsReader.Read(path)
            ),
            "config" => new(
                name,
                ".json",
                [FuzzSeed.OfText(name, Config)],
                (path, _) => Cli("validate", _sample, "--config", path, "--json", "-q", "--only", "LS001")
            ),
            "baseline" => new(
                name,
                ".json",
                [Baseline()],
                (path, _) => Cli("validate", _sample, "--baseline", path, "--json", "-q", "--only", "LS001")
            ),
            "manifest" => new(name, ".json", [Manifest()], ReadManifest),
            "checksums" => new(
                name,
                string.Empty,
                [Checksums("fuzz.sha256"), Checksums("fuzz.json"), FuzzSeed.OfText(name, Tagged)],
                (path, _) => Cli("verify", Path.Combine(_fixtures, "Numpy"), "--manifest", path, "--json", "-q")
            ),
            "card" => new(name, ".toml", [CardToml()], (path, _) => Cli("card", _sample, "--card-file", path, "--draft", "--json", "-q")),
            "commands" => new(
                name,
                ".pkl",
                [FuzzSeed.OfFile(_sample), .. Files("Pickle", ".pkl"), .. Files("PickleForms", ".pkl")],
                RunCommand
            ),
            _ => throw new ArgumentException($"'{name}' is none of {string.Join(", ", Names)}", nameof(name)),
        };
    }

    private static Action<string, long> Read(string? format) =>
        (path, number) => DatasetProbe.Run(path, number, new DatasetOptions { Format = format });

    private void ReadLabels(string path, long number) => DatasetProbe.Run(_sample, number, new DatasetOptions { LabelFile = path });

    private void ReadColumns(string path, long number) =>
        DatasetProbe.Run(_sample, number, new DatasetOptions { JoinedFile = path, JoinedFileKey = number % 3 == 0 ? "row" : null });

    /// <summary>The manifest beside an output that a split is applied to, and in a folder that is replaced.</summary>
    private void ReadManifest(string path, long number)
    {
        var folder = Path.GetDirectoryName(path)!;
        var input = Path.Combine(folder, "set.npz");
        var target = Path.Combine(folder, "out");
        File.Copy(_output, input, overwrite: true);
        File.Copy(path, input + ".manifest.json", overwrite: true);
        Directory.CreateDirectory(target);
        File.Copy(path, Path.Combine(target, "manifest.json"), overwrite: true);
        Cli("convert", input, "-o", target, "--to", "png", "--split", _split, "--split-by", "key", "-f", "-q");
    }

    private void ReadMasks(string path, long number) =>
        DatasetProbe.Run(Path.Combine(_fixtures, "Folders", "nnunet_gz"), number, new DatasetOptions { MaskFolder = path });

    private static void ReadStructures(string path, long number) =>
        DatasetProbe.Run(
            path,
            number,
            new DatasetOptions
            {
                ListsStructures = number % 3 == 0,
                Masks = number % 2 == 0 ? MaskReading.Default : MaskReading.Default with { Lesion = ["all"] },
            }
        );

    private static void ReadSplit(string path, long number)
    {
        var split = SplitFile.Read(path);
        SplitCheck.Run(
            split,
            [
                new SplitRow("a:0", "LR2", "LR2", "g1", 0),
                new SplitRow("a:1", "LR3", "LR3", "g2", 5),
                new SplitRow("b:0", null, "unknown", "g3", null),
            ]
        );
    }

    private void RunCommand(string path, long number)
    {
        var output = Path.Combine(Path.GetDirectoryName(path)!, "out");
        string[] command = (number % 6) switch
        {
            0 => ["inspect", path, "--json"],
            1 => ["threshold", path, "-o", output + ".pkl", "-q"],
            2 => ["threshold", path, "--check", "--json", "-q"],
            3 => ["split", path, "--folds", "2", "-n", "-q"],
            4 => ["split", "--leakage", path, _sample, "--json", "-q"],
            _ => ["convert", path, "-o", output + (number % 4 < 2 ? ".npz" : ".parquet"), "-q"],
        };
        Cli(command);
    }

    /// <summary>The sample as <c>convert</c> writes it: a file by its suffix, or the folder of a format.</summary>
    private FuzzSeed Converted(string name)
    {
        var output = Path.Combine(_work, "converted", name);
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        string[] to = name.Contains('.', StringComparison.Ordinal) ? [] : ["--to", name];
        Cli(["convert", _sample, "-o", output, "-q", "-f", .. to]);
        return Directory.Exists(output) ? FuzzSeed.OfFolder(output) : FuzzSeed.OfFile(output);
    }

    /// <summary>A picture as image and mask of a folder.</summary>
    private static FuzzSeed Pair(FuzzSeed file) =>
        new(file.Name, [("images/a.tif", file.Files[0].Content), ("masks/a.tif", file.Files[0].Content)]);

    private FuzzSeed Manifest()
    {
        Cli("convert", _sample, "-o", _output, "-q", "-f");
        Cli("split", _output, "-o", _split, "--group", "infer", "--parts", "train=0.5,test=0.5", "-f", "-q");
        return FuzzSeed.OfFile(_output + ".manifest.json");
    }

    private FuzzSeed CardToml()
    {
        var path = Path.Combine(_work, "card.toml");
        Cli("card", _sample, "--init", path, "-f", "-q");
        return FuzzSeed.OfFile(path);
    }

    private FuzzSeed Checksums(string file)
    {
        var path = Path.Combine(_work, file);
        Cli("verify", Path.Combine(_fixtures, "Numpy"), "--make", path, "-f", "-q");
        return FuzzSeed.OfFile(path);
    }

    private FuzzSeed Baseline()
    {
        var path = Path.Combine(_work, "baseline.json");
        Cli("validate", _sample, "--write-baseline", path, "-q");
        return FuzzSeed.OfFile(path);
    }

    /// <summary>Runs the command line in this process; what it prints. An internal error is thrown.</summary>
    private static string Cli(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = (ExitCode)
            CliHost.Run(
                args,
                new Terminal
                {
                    OpenInput = () => Stream.Null,
                    Out = output,
                    Error = error,
                }
            );
        if (code == ExitCode.Internal)
        {
            throw new InvalidOperationException($"{string.Join(' ', args)}: {error}");
        }
        return output.ToString();
    }

    private FuzzSeed[] Files(string folder, string suffix) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(_fixtures, folder), "*" + suffix)
                .Order(StringComparer.Ordinal)
                .Where(path => new FileInfo(path).Length <= LargestSeed && Path.GetFileName(path) != "expected.json")
                .Select(FuzzSeed.OfFile),
        ];

    private IEnumerable<FuzzSeed> Folders() =>
        Directory.EnumerateDirectories(Path.Combine(_fixtures, "Folders")).Order(StringComparer.Ordinal).Select(FuzzSeed.OfFolder);

    /// <summary>Each picture of the fixtures, PNG and JPEG, as a folder with a mask.</summary>
    private IEnumerable<FuzzSeed> Pictures()
    {
        var folder = Path.Combine(_fixtures, "..", "Imaging", "Fixtures");
        var mask = File.ReadAllBytes(Path.Combine(folder, "bits.png"));
        return Directory
            .EnumerateFiles(folder)
            .Where(file => Path.GetExtension(file) is ".png" or ".jpg")
            .Order(StringComparer.Ordinal)
            .Select(file => new FuzzSeed(
                Path.GetFileName(file),
                [($"images/a{Path.GetExtension(file)}", File.ReadAllBytes(file)), ("masks/a.png", mask)]
            ));
    }
}
