"""The kinds of post that sample listings advertise, and what their adverts may say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Post:
    """One kind of post: how many adverts, under which titles, with what work, skills and pay.

    Earlier titles and core skills are named more often. `pay` is a usual yearly range in the US,
    in thousands of dollars, at middle level; `level` holds where the whole kind is of one level.
    """

    count: int
    titles: tuple[str, ...]
    pay: tuple[int, int]
    core: tuple[str, ...]
    more: tuple[str, ...]
    tasks: tuple[str, ...]
    level: str = ""
    pay_stated: float = 0.68


DATA_ANALYST = Post(
    count=92,
    titles=(
        *("Data Analyst",) * 6,
        *("Product Data Analyst", "Business Data Analyst", "Marketing Data Analyst"),
        *("Operations Data Analyst", "Financial Data Analyst", "Data Analytics Specialist"),
    ),
    pay=(72, 94),
    core=("SQL", "Excel", "Tableau", "Power BI", "data visualization", "Python", "statistics"),
    more=(
        *("Looker", "Google Sheets", "dbt", "Snowflake", "BigQuery", "A/B testing", "R"),
        *("stakeholder communication", "data modelling", "Google Analytics", "pandas", "Git"),
        *("PostgreSQL", "data cleaning"),
    ),
    tasks=(
        "Answer the questions that the weekly meeting leaves open.",
        "Build dashboards that people read, and switch off the ones they do not.",
        "Agree with other teams on what each line of a report counts.",
        "Explain movements in a metric, down to the tracking tag that fell off.",
        "Write the queries behind the monthly report and keep them reviewed.",
        "Read out simple tests and say when the groups are too small.",
        "Find duplicates and odd dates, and take them to whoever owns the source.",
        "Present one chart a week to people who will act on it.",
        "Automate the extract that three colleagues now build by hand.",
        "Map where a figure comes from before it goes to the board.",
    ),
)
DATA_SCIENTIST = Post(
    count=98,
    titles=(
        *("Data Scientist",) * 7,
        *("Applied Data Scientist", "Product Data Scientist", "Decision Scientist"),
        *("Marketing Data Scientist", "Data Science Consultant"),
    ),
    pay=(118, 158),
    core=("Python", "SQL", "statistics", "machine learning", "experimentation", "pandas"),
    more=(
        *("scikit-learn", "R", "XGBoost", "Snowflake", "BigQuery", "Databricks", "Spark"),
        *("causal inference", "forecasting", "A/B testing", "PyTorch", "Tableau", "Jupyter"),
        *("NumPy", "Git", "MLflow", "stakeholder communication", "deep learning", "NLP"),
    ),
    tasks=(
        "Turn a loose question into a decision, its options and what an error would cost.",
        "Design experiments, write the metric down first and call the result on the agreed day.",
        "Build and validate models of demand, churn or default, starting from a dull baseline.",
        "Estimate what a price change did where no test was possible.",
        "Trace how a table is made before trusting it, and reconcile it with the ledger.",
        "Write two-page memos with the recommendation on top.",
        "Hand a finished model to engineers with tests and a plain description of its limits.",
        "Review the work of other scientists before it is shown to anyone.",
        "Forecast next season by region and say how wide the range is.",
        "Look for segments in which a model fails, and report them first.",
    ),
)
DATA_ENGINEER = Post(
    count=105,
    titles=(
        *("Data Engineer",) * 7,
        *("Cloud Data Engineer", "ETL Developer", "Data Platform Engineer", "AWS Data Engineer"),
        *("Azure Data Engineer", "Data Warehouse Engineer", "Big Data Engineer"),
    ),
    pay=(112, 150),
    core=("SQL", "Python", "Airflow", "dbt", "Spark", "data modelling", "data pipelines"),
    more=(
        *("Snowflake", "BigQuery", "Redshift", "Databricks", "Kafka", "AWS", "Azure", "GCP"),
        *("Terraform", "Docker", "Git", "Scala", "Java", "PostgreSQL", "data quality"),
        *("Kubernetes", "CI/CD", "data warehousing", "data governance", "Flink", "Fivetran"),
    ),
    tasks=(
        "Bring data from partners' systems in, with restart points and without loading it twice.",
        "Model raw records into tables that analysts need not ask about.",
        "Agree schemas with the teams that send us events, and fail the build when they drift.",
        "Test freshness, volume and keys at every hop.",
        "Replay history after a bug and tell users which figures will move.",
        "Find the query that scans everything every hour, and retire it.",
        "Keep personal data masked, and deleted when somebody asks.",
        "Move nightly jobs to streams where an hour's delay hurts.",
        "Share the on-call week, in turn, with five others.",
        "Describe infrastructure in code so that it can be rebuilt on a Monday.",
    ),
)
MACHINE_LEARNING_ENGINEER = Post(
    count=70,
    titles=(
        *("Machine Learning Engineer",) * 5,
        *("ML Engineer",) * 3,
        *("Software Engineer, Machine Learning", "Deep Learning Engineer", "AI/ML Engineer"),
        "Applied Machine Learning Engineer",
    ),
    pay=(135, 182),
    core=("Python", "PyTorch", "machine learning", "Docker", "Kubernetes", "SQL", "MLOps"),
    more=(
        *("TensorFlow", "scikit-learn", "XGBoost", "MLflow", "FastAPI", "AWS", "GCP", "Spark"),
        *("Airflow", "deep learning", "LLMs", "feature engineering", "system design", "Git"),
        *("C++", "CI/CD", "Ray", "NLP", "computer vision", "NumPy", "model evaluation"),
    ),
    tasks=(
        "Make a training run repeatable from a commit, a snapshot and a seed.",
        "Compute each feature once, for training and for serving alike.",
        "Serve predictions within their time limit, with a default when something upstream fails.",
        "Release in steps: shadow traffic, a small share, then everybody.",
        "Watch live models for drift, and retrain for a reason.",
        "Make a model smaller or faster, and measure that it helped.",
        "Rebuild a notebook together with the scientist who wrote it.",
        "Write the slice report that decides whether a candidate replaces the champion.",
        "Keep the registry honest: every score leads back to a run.",
        "Take a week of on-call in turn, and fix what rang.",
    ),
)
LEAD_MACHINE_LEARNING_ENGINEER = Post(
    count=24,
    titles=(
        *("Lead Machine Learning Engineer",) * 4,
        *("Lead ML Engineer",) * 3,
        *("ML Tech Lead", "Machine Learning Lead", "Machine Learning Tech Lead"),
    ),
    pay=(178, 236),
    core=("Python", "PyTorch", "MLOps", "Kubernetes", "system design", "machine learning"),
    more=(
        *("TensorFlow", "AWS", "GCP", "Docker", "Terraform", "MLflow", "mentoring", "LLMs"),
        *("code review", "technical leadership", "deep learning", "Spark", "CI/CD", "Grafana"),
        *("Kafka", "SQL", "stakeholder communication", "Ray"),
    ),
    tasks=(
        "Decide how our learning systems are built, and write down why.",
        "Build the riskiest component yourself.",
        "Keep the template that makes the fifth model cheaper than the first.",
        "Set service levels for predictions and lead the review when one is missed.",
        "Comment on designs while they are still cheap to change.",
        "Tell product which half of a request needs a model at all.",
        "Watch what training and serving cost, and argue for the smaller model.",
        "Grow four engineers without being their manager.",
    ),
    level="lead",
    pay_stated=0.6,
)
DATA_SCIENCE_MANAGER = Post(
    count=14,
    titles=(
        *("Data Science Manager",) * 4,
        *("Manager, Data Science",) * 2,
        *("Analytics Manager", "Manager of Data Science"),
    ),
    pay=(168, 222),
    core=("team leadership", "hiring", "statistics", "machine learning", "SQL", "mentoring"),
    more=(
        *("Python", "stakeholder communication", "experimentation", "Tableau", "Snowflake"),
        *("project management", "Jira", "Looker", "Databricks", "causal inference", "budgeting"),
        *("Excel", "Power BI"),
    ),
    tasks=(
        "Turn a list of wishes into a short ranked plan, each line with an owner.",
        "Lead {reports} data scientists: weekly one-to-ones, appraisals with evidence.",
        "Review models before they matter, and ask the awkward question.",
        "Write the scorecard before the first applicant arrives, and run the panel.",
        "Say no to the ninth urgent request, and explain why.",
        "Speak for the team where budgets are decided.",
        "Stop work that will not beat the baseline.",
    ),
    level="manager",
    pay_stated=0.5,
)

# Neighbours of the roles above; a board is never of one trade.
ANALYTICS_ENGINEER = Post(
    count=28,
    titles=("Analytics Engineer",),
    pay=(108, 142),
    core=("SQL", "dbt", "Snowflake", "data modelling", "Git", "Looker"),
    more=("BigQuery", "Python", "Airflow", "Fivetran", "Tableau", "data quality", "Databricks"),
    tasks=(
        "Own the tables between raw events and the metrics that everybody quotes.",
        "Put tests and descriptions on every model that leaves the staging area.",
        "Review analysts' queries and lift the good ones into shared models.",
        "Shorten the nightly build until it fits before breakfast.",
        "Retire three definitions of revenue in favour of one.",
        "Run an office hour for people who write their first query.",
    ),
)
BI_DEVELOPER = Post(
    count=16,
    titles=("BI Developer", "BI Analyst", "Business Intelligence Analyst", "Power BI Developer"),
    pay=(82, 108),
    core=("SQL", "Power BI", "data visualization", "Excel", "data warehousing"),
    more=("Azure", "Tableau", "DAX", "ETL", "data modelling", "Python"),
    tasks=(
        "Build reports that load in seconds and survive a reorganisation.",
        "Model sales and stock so that one total agrees with the other.",
        "Train managers to answer their own follow-up questions.",
        "Move forgotten workbooks into the warehouse.",
        "Tune slow measures and prove that the figures stayed the same.",
        "Set up access so that each region sees its own rows.",
    ),
)
MLOPS_ENGINEER = Post(
    count=15,
    titles=("MLOps Engineer", "Machine Learning Operations Engineer"),
    pay=(130, 172),
    core=("Kubernetes", "Docker", "Python", "MLOps", "Terraform", "CI/CD"),
    more=("MLflow", "AWS", "GCP", "Airflow", "Grafana", "PyTorch", "Linux", "Kubeflow"),
    tasks=(
        "Lay the rails on which six teams train and release their models.",
        "Cut the time from a merged change to a served model.",
        "Keep accelerators busy and their bill explainable.",
        "Write the runbook, then automate half of it.",
        "Look after the registry, the feature store and their upgrades.",
        "Teach teams to read their own dashboards.",
    ),
)
AI_ENGINEER = Post(
    count=16,
    titles=("AI Engineer", "Generative AI Engineer", "LLM Engineer", "Applied AI Engineer"),
    pay=(132, 180),
    core=("Python", "LLMs", "prompt engineering", "FastAPI", "AWS", "Docker"),
    more=("LangChain", "vector databases", "PyTorch", "TypeScript", "Azure", "NLP", "Git"),
    tasks=(
        "Build assistants that answer from our own documents and say when they cannot.",
        "Keep an evaluation set that catches regressions before customers do.",
        "Choose between a prompt, a retrieval step and a fine-tuned model.",
        "Measure cost and delay for each answer, and lower both.",
        "Put guards around what a model may do and see.",
        "Sit with support staff to learn which answers save them time.",
    ),
)
RESEARCH_SCIENTIST = Post(
    count=14,
    titles=("Research Scientist", "Applied Scientist", "Machine Learning Researcher"),
    pay=(148, 205),
    core=("Python", "PyTorch", "deep learning", "machine learning", "statistics"),
    more=("JAX", "NLP", "computer vision", "reinforcement learning", "C++", "causal inference"),
    tasks=(
        "Read, reproduce and extend work that could change our product in two years.",
        "Design studies whose negative result would still be worth having.",
        "Publish what we may, with code.",
        "Turn a result into a prototype that engineers can test.",
        "Advise product teams on what is known and what is hope.",
        "Supervise two doctoral interns each summer.",
    ),
)
PRODUCT_MANAGER = Post(
    count=16,
    titles=("Data Product Manager", "AI Product Manager", "Product Manager, Data Platform"),
    pay=(122, 165),
    core=("stakeholder communication", "roadmapping", "SQL", "A/B testing"),
    more=("Jira", "Figma", "Excel", "agile", "product analytics", "user research"),
    tasks=(
        "Decide what we build next, and what we stop building.",
        "Talk to six customers a month and write down what surprised you.",
        "Agree with engineering on the smallest useful slice.",
        "Define what success looks like before work begins.",
        "Keep one page that says where the product is going.",
        "Answer for prices, limits and the words on the screen.",
    ),
)
BACKEND_ENGINEER = Post(
    count=20,
    titles=("Backend Engineer", "Software Engineer", "Backend Developer", "Platform Engineer"),
    pay=(118, 160),
    core=("Python", "PostgreSQL", "Docker", "AWS", "Git", "system design"),
    more=("Go", "Java", "Kubernetes", "Kafka", "Terraform", "CI/CD", "Redis", "GraphQL"),
    tasks=(
        "Write and run the services behind our app.",
        "Split a table of two billion rows without a night of downtime.",
        "Keep response times flat while traffic doubles.",
        "Design interfaces that other teams like to call.",
        "Review changes within the day.",
        "Fix the cause of a page and not its symptom.",
    ),
)
DATA_ARCHITECT = Post(
    count=9,
    titles=("Data Architect", "Database Administrator", "Data Modeller"),
    pay=(128, 170),
    core=("SQL", "data modelling", "data governance", "data warehousing"),
    more=("Snowflake", "Azure", "AWS", "PostgreSQL", "Oracle", "Databricks", "Kafka"),
    tasks=(
        "Draw the map of our data and keep it true.",
        "Choose where each kind of record lives and who may change it.",
        "Plan a move between warehouses that nobody notices.",
        "Set rules for names, keys and history that teams follow by choice.",
        "Prepare us for audits and pass them.",
        "Tune and upgrade the databases that everything rests on.",
    ),
)
STATISTICIAN = Post(
    count=8,
    titles=("Statistician", "Biostatistician", "Quantitative Analyst", "Econometrician"),
    pay=(98, 135),
    core=("R", "statistics", "SAS", "experimentation"),
    more=("Python", "causal inference", "forecasting", "SQL", "Bayesian methods", "Stan"),
    tasks=(
        "Plan sample sizes and write analysis plans before data arrive.",
        "Analyse trials and surveys, and defend the result to reviewers.",
        "Check the assumptions that others left unsaid.",
        "Keep code that runs the same on another machine next year.",
        "Teach colleagues how to read an interval.",
        "Advise on what a small sample can and cannot show.",
    ),
)
HEAD_OF_DATA = Post(
    count=6,
    titles=("Head of Data", "Director of Data Engineering", "VP of Data"),
    pay=(195, 270),
    core=("team leadership", "hiring", "stakeholder communication", "data governance"),
    more=("budgeting", "SQL", "Snowflake", "project management", "machine learning"),
    tasks=(
        "Set the direction for analysis, engineering and governance together.",
        "Lead managers, and grow the next ones.",
        "Own the budget and show what it bought.",
        "Bring one honest page of figures to each board meeting.",
        "Choose vendors, and leave them when they stop paying off.",
        "Make it easy to do right by customers' data.",
    ),
    level="head",
    pay_stated=0.4,
)
COMPUTER_VISION_ENGINEER = Post(
    count=7,
    titles=("Computer Vision Engineer", "Perception Engineer", "Image Processing Engineer"),
    pay=(132, 178),
    core=("Python", "computer vision", "PyTorch", "OpenCV", "C++", "object detection"),
    more=("CUDA", "deep learning", "Docker", "sensor fusion", "Linux", "NumPy", "TensorFlow"),
    tasks=(
        "Choose lens, light and exposure with the people who build the line.",
        "Find the scratch that turns up once in ten thousand parts.",
        "Make a network fit the chip that we can afford, and keep the small objects.",
        "Write labelling rules that two people read alike.",
        "Look at a hundred failures by eye before changing the model.",
        "Visit the site, with a calibration board under your arm.",
    ),
)
NLP_ENGINEER = Post(
    count=6,
    titles=("NLP Engineer", "Natural Language Processing Engineer", "Conversational AI Engineer"),
    pay=(130, 174),
    core=("Python", "NLP", "PyTorch", "spaCy", "Hugging Face", "machine learning"),
    more=("LLMs", "fine-tuning", "Elasticsearch", "vector search", "Docker", "Git", "FastAPI"),
    tasks=(
        "Take names, dates and sums out of letters that nobody wrote for a machine.",
        "Rewrite the labelling guide wherever two careful readers disagree.",
        "Decide between a rule, a small model and a large one, and say what each costs.",
        "Keep search useful for those who cannot spell what they want.",
        "Mask personal details before anything is trained.",
        "Report errors by language, and begin with the smallest.",
    ),
)
PROMPT_ENGINEER = Post(
    count=5,
    titles=("Prompt Engineer", "Prompt Engineer", "AI Prompt Engineer"),
    pay=(92, 128),
    core=("prompt engineering", "LLMs", "LLM evaluation", "technical writing", "Python"),
    more=(
        "OpenAI API",
        "Jupyter",
        "Google Sheets",
        "stakeholder communication",
        "Git",
        "LangChain",
    ),
    tasks=(
        "Write down what a good answer is, with examples on both sides of the line.",
        "Collect a hundred awkward questions and run every change against them.",
        "Cut the sentences of an instruction that change nothing.",
        "Sit with claims handlers until their unwritten rules are written.",
        "Bring three reviewers to mark the same answers alike.",
        "Say in a release note why the assistant behaves differently today.",
    ),
)
ROBOTICS_ENGINEER = Post(
    count=6,
    titles=("Robotics Engineer", "Robotics Software Engineer", "Autonomy Engineer"),
    pay=(122, 165),
    core=("C++", "Python", "ROS", "motion planning", "control theory", "sensor fusion"),
    more=("simulation", "computer vision", "Linux", "Gazebo", "Docker", "PyTorch", "MATLAB"),
    tasks=(
        "Plan grasps and paths that spare the box and the person beside it.",
        "Find out why it worked in simulation and not on the floor.",
        "Fuse wheel, laser and camera readings, and notice when the robot is lost.",
        "Tune controllers on the machine itself, with a hand on the stop button.",
        "Replay last night's logs until two clocks agree.",
        "Write down what the arm does when its light curtain trips.",
    ),
)
DATA_GOVERNANCE_SPECIALIST = Post(
    count=7,
    titles=("Data Governance Specialist", "Data Governance Analyst", "Data Steward"),
    pay=(86, 118),
    core=("data governance", "data quality", "SQL", "metadata management", "data lineage"),
    more=("Collibra", "data privacy", "Excel", "Power BI", "Jira", "master data management"),
    tasks=(
        "Find an owner for each kind of record, in writing.",
        "Settle what counts as an active customer, and retire the other four meanings.",
        "Run the quality rules each night and take the worst to whoever types them in.",
        "Trace a figure from the report back to the form it began as.",
        "Lead the stewards' meeting so that open issues become fewer.",
        "Say which systems hold what a customer asks us to delete.",
    ),
)
QUANTITATIVE_ANALYST = Post(
    count=4,
    titles=("Quantitative Analyst", "Quantitative Researcher", "Quantitative Risk Analyst"),
    pay=(138, 190),
    core=("Python", "statistics", "stochastic processes", "C++", "time series analysis"),
    more=("risk modelling", "backtesting", "SQL", "NumPy", "linear algebra", "Excel", "Git"),
    tasks=(
        "Price what has no market price, and say how far off it may be.",
        "Look for the error in a backtest that seems too good.",
        "Explain to traders why last night's figure moved.",
        "Work out what a very bad day would cost, and check it against the days that came.",
        "Write the memo on a changed model for those who have to approve it.",
        "Rewrite slow research code so that it runs before the market opens.",
    ),
)
# Of the field, but of no role that the starter content describes.
DATA_PROTECTION_OFFICER = Post(
    count=8,
    titles=("Data Protection Officer", "Privacy Officer"),
    pay=(96, 132),
    core=("data governance", "stakeholder communication", "Excel"),
    more=("SQL", "project management", "data quality", "Jira"),
    tasks=(
        "Answer people who ask what we hold about them, within the month.",
        "Read new projects before they begin and say what they may not collect.",
        "Keep the register of what is processed, why and for how long.",
        "Train new colleagues, and the old ones again.",
        "Report a breach in time, and follow up until its cause is gone.",
        "Agree with suppliers in writing on what they may do with our records.",
    ),
    level="mid",
)
DATA_JOURNALIST = Post(
    count=6,
    titles=("Data Journalist", "Data Visualisation Designer"),
    pay=(66, 92),
    core=("data visualization", "Excel", "R", "Python"),
    more=("SQL", "JavaScript", "Git", "statistics", "Tableau"),
    tasks=(
        "Find the story in a public table, and the person who lives it.",
        "Draw charts that are right on a telephone and in print.",
        "Publish the code and the table beside the text.",
        "Ring the office that made the figures before you print them.",
        "Explain to readers what a survey of a thousand can say.",
        "Correct in public what was wrong.",
    ),
    level="mid",
)

POSTS = (
    *(DATA_ANALYST, DATA_SCIENTIST, DATA_ENGINEER, MACHINE_LEARNING_ENGINEER),
    *(LEAD_MACHINE_LEARNING_ENGINEER, DATA_SCIENCE_MANAGER, ANALYTICS_ENGINEER, BI_DEVELOPER),
    *(MLOPS_ENGINEER, AI_ENGINEER, RESEARCH_SCIENTIST, PRODUCT_MANAGER, BACKEND_ENGINEER),
    *(DATA_ARCHITECT, STATISTICIAN, HEAD_OF_DATA, COMPUTER_VISION_ENGINEER, NLP_ENGINEER),
    *(PROMPT_ENGINEER, ROBOTICS_ENGINEER, DATA_GOVERNANCE_SPECIALIST, QUANTITATIVE_ANALYST),
    *(DATA_PROTECTION_OFFICER, DATA_JOURNALIST),
)
