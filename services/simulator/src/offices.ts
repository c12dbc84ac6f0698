/** A place where people of the company work. */
export interface Office {
  id: string;
  name: string;
  /** IANA time zone. */
  zone: string;
  /** ISO 4217. */
  currency: string;
  /** Working hours, minutes past local midnight. */
  opens: number;
  lunch: number;
  closes: number;
  /** Days of rest, 0 is Sunday. */
  weekend: readonly number[];
  /** Usual size of a small deal in `currency`. */
  dealSize: number;
  regions: readonly string[];
  /** First names, then family names, of the people there. */
  people: readonly [readonly string[], readonly string[]];
}

/** Six offices; on a working day one of them is open at any hour of the day. */
export const OFFICES: readonly Office[] = [
  {
    id: 'munich',
    name: 'Munich',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    opens: 8 * 60 + 30,
    lunch: 12 * 60,
    closes: 17 * 60 + 30,
    weekend: [0, 6],
    dealSize: 4200,
    regions: ['Bavaria', 'Swabia', 'Austria'],
    people: [
      ['Anna', 'Jonas', 'Lena', 'Felix', 'Katharina', 'Maximilian', 'Söhnke', 'Miriam', 'Lukas', 'Jürgen'],
      ['Huber', 'Maier', 'Wagner', 'Brandl', 'Schäfer', 'Köhler', 'Vogel', 'Lindner', 'Größ', 'Ebner'],
    ],
  },
  {
    id: 'new-york',
    name: 'New York',
    zone: 'America/New_York',
    currency: 'USD',
    opens: 9 * 60,
    lunch: 12 * 60 + 30,
    closes: 18 * 60,
    weekend: [0, 6],
    dealSize: 5600,
    regions: ['Northeast', 'Midwest', 'South'],
    people: [
      ['Olivia', 'Marcus', 'Grace', 'Daniel', 'Imani', 'Ethan', 'Sofia', 'Tyrell', 'Naomi', 'Patrick'],
      ['Rivera', 'Coleman', 'Katz', 'Murphy', 'Washington', 'Nguyen', 'Romano', 'Bennett', 'Okafor', 'Doyle'],
    ],
  },
  {
    id: 'vancouver',
    name: 'Vancouver',
    zone: 'America/Vancouver',
    currency: 'CAD',
    opens: 9 * 60,
    lunch: 12 * 60 + 30,
    closes: 17 * 60 + 30,
    weekend: [0, 6],
    dealSize: 6100,
    regions: ['British Columbia', 'Prairies', 'Pacific Northwest'],
    people: [
      ['Emma', 'Liam', 'Chloé', 'Noah', 'Mei', 'Gurpreet', 'Isla', 'Owen', 'Harper', 'Wei'],
      ['Tremblay', 'Singh', 'Chan', 'MacDonald', 'Lavoie', 'Wong', 'Fraser', 'Roy', 'Sandhu', 'Peters'],
    ],
  },
  {
    id: 'sydney',
    name: 'Sydney',
    zone: 'Australia/Sydney',
    currency: 'AUD',
    opens: 8 * 60 + 30,
    lunch: 12 * 60 + 30,
    closes: 17 * 60 + 30,
    weekend: [0, 6],
    dealSize: 6800,
    regions: ['New South Wales', 'Victoria', 'New Zealand'],
    people: [
      ['Charlotte', 'Jack', 'Matilda', 'Angus', 'Ruby', 'Lachlan', 'Thanh', 'Zoe', 'Hamish', 'Indira'],
      [
        'Walker',
        'Nikolaidis',
        'Campbell',
        'Tran',
        'Hughes',
        "O'Brien",
        'Papas',
        'Kelly',
        'Morris',
        'Ferguson',
      ],
    ],
  },
  {
    id: 'pune',
    name: 'Pune',
    zone: 'Asia/Kolkata',
    currency: 'INR',
    opens: 9 * 60 + 30,
    lunch: 13 * 60,
    closes: 18 * 60 + 30,
    weekend: [0, 6],
    dealSize: 290_000,
    regions: ['Maharashtra', 'Karnataka', 'Gujarat'],
    people: [
      ['Aarav', 'Priya', 'Rohan', 'Sneha', 'Vikram', 'Ananya', 'Aditya', 'Meera', 'Kabir', 'Ishita'],
      ['Kulkarni', 'Deshpande', 'Joshi', 'Patil', 'Iyer', 'Shah', 'Bhosale', 'Rao', 'Gokhale', 'Mehta'],
    ],
  },
  {
    id: 'kathmandu',
    name: 'Kathmandu',
    zone: 'Asia/Kathmandu',
    currency: 'NPR',
    opens: 10 * 60,
    lunch: 13 * 60,
    closes: 18 * 60,
    weekend: [6],
    dealSize: 410_000,
    regions: ['Bagmati', 'Gandaki', 'Koshi'],
    people: [
      ['Sita', 'Bikash', 'Anjali', 'Prakash', 'Sunita', 'Rajesh', 'Kamala', 'Dipesh', 'Nirmala', 'Suraj'],
      ['Shrestha', 'Gurung', 'Tamang', 'Adhikari', 'Thapa', 'Rai', 'Maharjan', 'Karki', 'Lama', 'Poudel'],
    ],
  },
];
