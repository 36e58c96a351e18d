namespace LungSeg.Core.Cards;

/// <summary>What its page says of the published data set on Mendeley Data; measured facts come from the files.</summary>
public static class MendeleySource
{
    private const string Doi = "https://doi.org/10.17632/5rr22hgzwr.1";

    /// <summary>The page's words. The licence is not among them: it is read there, and given by who describes the files.</summary>
    public static CardStatements Statements { get; } =
        new()
        {
            Name = "Lung cancer segmentation dataset with Lung-RADS class",
            Creators = ["Nam D.", "Panina A.", "Pak A."],
            Url = Doi,
            Date = "2024-03-12",
            Version = "1",
            Publisher = "Mendeley Data",
            CiteAs = """
                @misc{nam2024lung,
                  author = {Nam, D. and Panina, A. and Pak, A.},
                  title = {Lung cancer segmentation dataset with Lung-RADS class},
                  year = {2024},
                  publisher = {Mendeley Data},
                  version = {V1},
                  doi = {10.17632/5rr22hgzwr.1}
                }
                """.ReplaceLineEndings("\n"),
            DerivedFrom = ["https://doi.org/10.7937/K9/TCIA.2015.LO9QL9SX"],
            Rai = new Dictionary<string, IReadOnlyList<string>>
            {
                [RaiField.Collection.Key] =
                [
                    "The set fuses data of the Kazakh Research Institute of Oncology and Radiology with LIDC-IDRI, labelled anew.",
                ],
                [RaiField.Annotation.Key] = ["Radiologists drew the masks and gave the Lung-RADS classes."],
            },
        };
}
